import { createSignal, Match, Show, Switch } from "solid-js";
import { Markdown } from "../../markdown/Markdown.tsx";
import { ariaKeys, createShortcut } from "../../keys/keyboard.ts";
import { isNews } from "../../state/inbox.ts";
import { Button } from "../../ui/Button.tsx";
import { MailOpenIcon, RotateCwIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { inboxWords as words } from "../../words/inbox-words.ts";
import { verifyWords } from "../../words/verify-words.ts";
import { tellFailure } from "../session-menu/tell-failure.ts";
import { leaveVerified } from "../verify/mark-verified.ts";
import { VerifyDetail } from "../verify/VerifyDetail.tsx";
import { useInbox } from "./create-inbox.ts";
import type { ShownItem } from "./inbox-model.ts";
import { markRead } from "./mark-read.ts";
import type { Led } from "./read-led.ts";

/** How a turn ended: why it failed and the way on, or the agent's last words. */
export function EndDetail(props: { shown: ShownItem; led: Led | null; isRead: boolean }) {
  const inbox = useInbox();
  const item = () => props.shown.item;
  const isVerify = () => item().kind === "verify";
  const read = () => (isVerify() ? verify() : markRead(inbox, [item()]));
  const verify = () => {
    const { key, session } = item();
    inbox.settle(key, verifyWords.done.left);
    tellFailure(
      verifyWords.failed,
      leaveVerified(inbox.app, session, () => inbox.unsettle(key)).catch(undoing(key)),
    );
  };
  const undoing = (key: string) => (thrown: unknown) => {
    inbox.unsettle(key);
    throw thrown;
  };
  createShortcut("inboxRead", () => {
    if (!props.shown.isGone) read();
  });
  return (
    <>
      <Show when={item().kind === "failure"}>
        <Failure shown={props.shown} detail={props.led?.end?.error?.detail} />
      </Show>
      <Show when={isVerify() && !props.shown.isGone && onBead(item())}>
        {(of) => <VerifyDetail {...of()} onDone={(word) => inbox.settle(item().key, word)} />}
      </Show>
      <Switch>
        <Match when={props.led?.prose}>
          {(prose) => (
            <div class="inbox-prose" data-whole={isNews(item().kind) ? "" : undefined}>
              <Markdown text={prose()} />
            </div>
          )}
        </Match>
        <Match when={props.isRead && isNews(item().kind)}>
          <p class="text-2">{item().session.activity ?? words.noWords}</p>
        </Match>
      </Switch>
      <Show when={!props.shown.isGone && !isVerify()}>
        <p class="inbox-acts">
          <Button icon={MailOpenIcon} keys="E" aria-keyshortcuts={ariaKeys("inboxRead")} onClick={read}>
            {words.markRead}
          </Button>
        </p>
      </Show>
    </>
  );
}

function onBead({ session }: ShownItem["item"]) {
  const { projectId, beadId } = session;
  if (projectId === null || beadId === null) return undefined;
  return { projectId, beadId, session };
}

function Failure(props: { shown: ShownItem; detail: string | undefined }) {
  const inbox = useInbox();
  const [isBusy, setBusy] = createSignal(false);
  const session = () => props.shown.item.session;
  const lastLine = () => props.detail?.trimEnd().split("\n").at(-1);
  const goOn = async () => {
    const { key } = props.shown.item;
    setBusy(true);
    inbox.settle(key, words.failure.wentOn);
    const going = inbox.app.wire.call("continueSession", { sessionId: session().sessionId });
    tellFailure(words.failure.goOnFailed, going);
    await going.catch(() => inbox.unsettle(key));
    setBusy(false);
  };
  return (
    <Note
      tone="danger"
      icon={<StatusGlyph glyph="failed" />}
      title={session().lastTurn?.error?.message ?? words.failure.title}
      {...codeOf(lastLine())}
      actions={
        <Show when={!props.shown.isGone && session().status !== "stopped"}>
          <Button size={24} variant="primary" icon={RotateCwIcon} busy={isBusy()} onClick={() => void goOn()}>
            {words.failure.goOn}
          </Button>
        </Show>
      }
    >
      {words.failure.kept}
    </Note>
  );
}

function codeOf(line: string | undefined): { code?: string } {
  return line === undefined || line === "" ? {} : { code: line };
}
