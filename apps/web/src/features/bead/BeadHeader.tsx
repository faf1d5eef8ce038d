import type { Beads } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { createShortcut } from "../../keys/keyboard.ts";
import { BeadIcon } from "../../ui/BeadIcon.tsx";
import { BeadId } from "../../ui/BeadId.tsx";
import { Button } from "../../ui/Button.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { ChevronLeftIcon, PlayIcon, XIcon } from "../../ui/icons.ts";
import { beadWords as words } from "../../words/bead-words.ts";
import { useShell } from "../shell/shell-context.ts";
import type { BeadPageProps } from "./BeadPage.tsx";
import { beadState } from "./bead-state.ts";

/** Which bead this is, and what can be done with it. */
export function BeadHeader(props: BeadPageProps & { bead: Bead | undefined; beads: Beads }) {
  const shell = useShell();
  const start = () => shell.openNewSession({ projectId: props.projectId, beadId: props.beadId });
  const isPage = () => props.layout === "page";
  const isClosed = () => props.bead !== undefined && beadState(props.bead, props.beads).name === "closed";
  createShortcut("startOnBead", () => {
    if (props.bead !== undefined) start();
  });
  return (
    <header class="bead-head">
      <Show when={isPage()}>
        <Button
          variant="ghost"
          icon={ChevronLeftIcon}
          label={words.page.back}
          onClick={() => props.onClose()}
        />
      </Show>
      <div class="bead-name">
        <Dynamic
          component={isPage() ? "h1" : "h2"}
          class="bead-title"
          data-closed={isClosed() ? "" : undefined}
        >
          {props.bead?.title ?? words.bead}
        </Dynamic>
        <p class="bead-sub">
          <BeadIcon type={props.bead?.issue_type} size={12} />
          <Show when={props.bead}>{(bead) => <span>{words.typeName(bead().issue_type)}</span>}</Show>
          <BeadId id={props.beadId} />
          <CopyButton text={props.beadId} label={words.copyId} />
        </p>
      </div>
      <Show when={props.bead}>
        <Button variant={isClosed() ? "default" : "primary"} icon={PlayIcon} keys="s" onClick={start}>
          {words.page.start}
        </Button>
      </Show>
      <Show when={!isPage()}>
        <Button variant="ghost" icon={XIcon} label={words.page.close} onClick={() => props.onClose()} />
      </Show>
    </header>
  );
}
