import type { BeadId, ProjectId } from "@switchyard/core/protocol";
import { createEffect, createMemo, For, on, Show } from "solid-js";
import { type App, useApp } from "../../state/app.ts";
import { beadWords as words } from "../../words/bead-words.ts";
import { money } from "../session/format.ts";
import type { ShownBead } from "./BeadPage.tsx";
import { BeadSection } from "./BeadSection.tsx";
import { BeadSessionRow } from "./BeadSessionRow.tsx";

/** The sessions that worked on a bead, the newest first, and what they cost together. */
export function BeadSessionList(props: ShownBead) {
  const app = useApp();
  const sessions = () => app.beadSessions.of(props.projectId, props.bead.id);
  const cost = () => app.beadSessions.costOf(props.projectId, props.bead.id);
  const beadId = createMemo(() => props.bead.id);
  createEffect(
    on([beadId, app.sessions.hasOlder], ([id, hasOlder]) => {
      // Those that ended long ago may be in no page of the list that was read; without them, what is known is shown.
      if (hasOlder) findOlder(app, { projectId: props.projectId, beadId: id }).catch(() => undefined);
    }),
  );
  return (
    <BeadSection
      title={words.page.sessions}
      end={sessions().length > 1 && cost() !== null ? words.page.together(money(cost() ?? 0)) : undefined}
    >
      <Show when={sessions().length > 0} fallback={<p class="bead-none">{words.page.noSessions}</p>}>
        <For each={sessions().map((session) => session.sessionId)}>
          {(sessionId) => (
            <Show when={app.sessions.get(sessionId)}>
              {(session) => <BeadSessionRow session={session()} />}
            </Show>
          )}
        </For>
      </Show>
    </BeadSection>
  );
}

async function findOlder(app: App, of: { projectId: ProjectId; beadId: BeadId }): Promise<void> {
  const { sessions } = await app.wire.call("listSessions", { ...of, archived: false });
  const unknown = sessions
    .map((session) => session.sessionId)
    .filter((sessionId) => app.sessions.get(sessionId) === undefined);
  if (unknown.length > 0) await app.sessions.find(unknown);
}
