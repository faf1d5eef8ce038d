import { useNavigate } from "@solidjs/router";
import { Show } from "solid-js";
import { ariaKeys } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { SquareTerminalIcon } from "../../ui/icons.ts";
import { words } from "../../words/en.ts";
import { SignalPill } from "../signal/SignalPill.tsx";
import { useShell } from "./shell-context.ts";

/** No session is chosen: what to do, and if something needs the user, that. */
export function NothingOpen() {
  const app = useApp();
  const shell = useShell();
  return (
    <EmptyState
      icon={SquareTerminalIcon}
      title={words.empty.title}
      actions={
        <>
          <SignalPill text={words.empty.first} />
          <Button
            class="only-without-list"
            keys="c"
            aria-keyshortcuts={ariaKeys("newSession")}
            onClick={() => shell.openNewSession()}
          >
            {words.list.newSession}
          </Button>
        </>
      }
    >
      {words.empty.text}
      <Show when={app.standing.needing().length > 0}>
        {" "}
        {words.sessionsNeedYou(app.standing.needing().length)}
      </Show>
    </EmptyState>
  );
}

export function NoSuchPage() {
  return <Missing title={words.empty.pageTitle} text={words.empty.pageText} />;
}

export function NoSuchSession() {
  return <Missing title={words.empty.unknownTitle} text={words.empty.unknownText} />;
}

/** It was open, or was opened again, after it went. */
export function DeletedSession() {
  return <Missing title={words.empty.deletedTitle} text={words.empty.deletedText} />;
}

function Missing(props: { title: string; text: string }) {
  const navigate = useNavigate();
  return (
    <EmptyState
      icon={SquareTerminalIcon}
      title={props.title}
      actions={<Button onClick={() => navigate("/sessions")}>{words.empty.toSessions}</Button>}
    >
      {props.text}
    </EmptyState>
  );
}
