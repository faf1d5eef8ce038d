import { isClosed } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";
import { createMemo, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { beadPath } from "../../state/beads.ts";
import { BeadId } from "../../ui/BeadId.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { verifyWords as words } from "../../words/verify-words.ts";
import { beadState } from "../bead/bead-state.ts";
import { BeadStateMark } from "../bead/BeadStateMark.tsx";
import { stateLine } from "../bead/state-line.ts";
import { VerifyForm } from "./VerifyForm.tsx";
import type { OnBead } from "./verify-acts.ts";

/** The bead that a session worked on, as its tracker really has it, and what can be done with it. */
export function VerifyDetail(props: OnBead & { onDone: (word: string) => void }) {
  const app = useApp();
  const beads = createMemo(() => app.beads.of(props.projectId));
  const bead = () => beads().relations().get(props.beadId);
  return (
    <section class="verify-bead" aria-label={bead()?.title ?? props.beadId}>
      <Switch fallback={<Skeleton label={words.reading} lines={["long", "half"]} />}>
        <Match when={bead()}>
          {(bead) => (
            <>
              <p class="verify-head">
                <BeadStateMark state={beadState(bead(), beads().relations()).name} />
                <span class="strong">{bead().title}</span>
                <BeadId id={bead().id} href={beadPath(props.projectId, bead().id)} title={words.openBead} />
                <span class="text-3">{stateLine(bead(), beads().relations())}</span>
              </p>
              <p class="text-2">{standOf(bead(), beadState(bead(), beads().relations()).word)}</p>
            </>
          )}
        </Match>
        <Match when={beads().error()}>
          {(error) => <p class="text-2">{words.notRead(error().message)}</p>}
        </Match>
        <Match when={beads().isLoaded()}>
          <p class="text-2">{words.noBead}</p>
        </Match>
      </Switch>
      <Show when={beads().isLoaded() || beads().error() !== null}>
        <VerifyForm {...props} />
      </Show>
    </section>
  );
}

function standOf(bead: Bead, word: string): string {
  return isClosed(bead) ? words.isClosed(bead.close_reason) : words.isStill(word);
}
