import type { Bead } from "@switchyard/core/protocol";
import { createSignal, Show } from "solid-js";
import { ariaKeys, createShortcut } from "../../keys/keyboard.ts";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { CheckIcon, EllipsisIcon, RotateCwIcon, TriangleAlertIcon, UserRoundIcon } from "../../ui/icons.ts";
import { Icon } from "../../ui/Icon.tsx";
import { Menu, type MenuItem } from "../../ui/Menu.tsx";
import { Note } from "../../ui/Note.tsx";
import { beadEditWords as words } from "../../words/bead-edit-words.ts";
import type { ShownBead } from "./BeadPage.tsx";
import { beadState } from "./bead-state.ts";
import { CloseBeadDialog } from "./CloseBeadDialog.tsx";
import { type Act, createAct } from "./edit/create-act.ts";
import { refOf } from "./edit/create-field-edit.ts";

/** What can be done with a bead as a whole, but for starting on it, and what became of it. */
export interface BeadActs {
  readonly claim: Act;
  readonly reopen: Act;
  readonly isClosed: () => boolean;
  /** Nobody has it, and it is to be done. */
  readonly canClaim: () => boolean;
  readonly isClosing: () => boolean;
  setClosing(isClosing: boolean): void;
  runClaim(): void;
  runReopen(): void;
  /** Where the buttons are: the focus of one that goes with its act stays among them. */
  place(buttons: HTMLElement): void;
}

/** Call it in a component: it binds their keys. */
export function createBeadActs(of: ShownBead): BeadActs {
  const app = useApp();
  const claim = createAct();
  const reopen = createAct();
  const [isClosing, setClosing] = createSignal(false);
  let buttons: HTMLElement | undefined;
  const isClosed = () => beadState(of.bead, of.beads).name === "closed";
  let hadFocus = false;
  const noteFocus = () => (hadFocus = buttons?.contains(document.activeElement) ?? false);
  const keepFocus = () =>
    queueMicrotask(() => {
      if (hadFocus && document.activeElement === document.body) buttons?.querySelector("button")?.focus();
    });
  const act = (run: () => Promise<boolean>) => {
    noteFocus();
    void run().then(keepFocus);
  };
  const acts: BeadActs = {
    claim,
    reopen,
    isClosed,
    canClaim: () => !isClosed() && isUnclaimed(of.bead),
    isClosing,
    setClosing(isNow) {
      if (isNow) noteFocus();
      setClosing(isNow);
      if (!isNow) keepFocus();
    },
    runClaim: () => act(() => claim.run(() => app.beadEdits.claim(refOf(of)))),
    runReopen: () => act(() => reopen.run(() => app.beadEdits.reopen(refOf(of)))),
    place: (element) => (buttons = element),
  };
  createShortcut("planClose", () => {
    if (!of.canEdit) return;
    if (isClosed()) acts.runReopen();
    else setClosing(true);
  });
  createShortcut("planClaim", () => {
    if (of.canEdit && acts.canClaim()) acts.runClaim();
  });
  return acts;
}

function isUnclaimed(bead: Bead): boolean {
  return bead.assignee === undefined || bead.assignee === "";
}

/** The acts as buttons; where there is no room for them, in a menu. */
export function ActButtons(props: { of: ShownBead; acts: BeadActs }) {
  return (
    <Show when={props.of.canEdit}>
      <span class="bead-acts" ref={(element) => props.acts.place(element)}>
        <Show when={props.acts.canClaim() || props.acts.claim.isBusy()}>
          <Button
            icon={UserRoundIcon}
            busy={props.acts.claim.isBusy()}
            aria-keyshortcuts={ariaKeys("planClaim")}
            onClick={() => props.acts.runClaim()}
          >
            {words.claim}
          </Button>
        </Show>
        <Show
          when={props.acts.isClosed() || props.acts.reopen.isBusy()}
          fallback={
            <Button
              icon={CheckIcon}
              aria-keyshortcuts={ariaKeys("planClose")}
              onClick={() => props.acts.setClosing(true)}
            >
              {words.closeBead}
            </Button>
          }
        >
          <Button
            icon={RotateCwIcon}
            busy={props.acts.reopen.isBusy()}
            aria-keyshortcuts={ariaKeys("planClose")}
            onClick={() => props.acts.runReopen()}
          >
            {words.reopen}
          </Button>
        </Show>
      </span>
      <span class="bead-acts-menu">
        <Menu
          label={words.moreActs}
          align="end"
          items={menuItems(props.acts)}
          trigger={(trigger) => (
            <Button {...trigger} variant="ghost" icon={EllipsisIcon} label={words.moreActs} />
          )}
        />
      </span>
    </Show>
  );
}

function menuItems(acts: BeadActs): MenuItem[] {
  const claim = { label: words.claim, icon: UserRoundIcon, run: acts.runClaim };
  const close = { label: words.closeBead, icon: CheckIcon, run: () => acts.setClosing(true) };
  const reopen = { label: words.reopen, icon: RotateCwIcon, run: acts.runReopen };
  return [...(acts.canClaim() ? [claim] : []), acts.isClosed() ? reopen : close];
}

/** Under the header: what was refused; over all: the question why a bead is closed. */
export function ActOutcomes(props: { of: ShownBead; acts: BeadActs }) {
  return (
    <>
      <RefusedAct title={words.claimFailed} act={props.acts.claim} why={claimRefusal(props.acts.claim)} />
      <RefusedAct
        title={words.reopenFailed}
        act={props.acts.reopen}
        why={props.acts.reopen.refusal()?.message}
      />
      <Show when={props.acts.isClosing()}>
        <CloseBeadDialog
          bead={refOf(props.of)}
          title={props.of.bead.title}
          onClose={() => props.acts.setClosing(false)}
        />
      </Show>
    </>
  );
}

function claimRefusal(claim: Act): string | undefined {
  const refusal = claim.refusal();
  if (refusal?.code !== "CLAIMED") return refusal?.message;
  const who = refusal.data["assignee"];
  return words.claimed(typeof who === "string" && who !== "" ? who : undefined);
}

function RefusedAct(props: { title: string; act: Act; why: string | undefined }) {
  return (
    <Show when={props.why}>
      {(why) => (
        <div class="bead-head-note">
          <Note
            tone="danger"
            role="alert"
            icon={<Icon of={TriangleAlertIcon} />}
            title={props.title}
            actions={
              <>
                <Button size={24} onClick={() => props.act.again()}>
                  {words.again}
                </Button>
                <Button size={24} variant="ghost" onClick={() => props.act.dismiss()}>
                  {words.dismiss}
                </Button>
              </>
            }
          >
            {why()}
          </Note>
        </div>
      )}
    </Show>
  );
}
