import type { BeadId, ProjectId, SessionInfo } from "@switchyard/core/protocol";
import { createEffect, createMemo, createSignal, For, on, Show } from "solid-js";
import { type App, useApp } from "../../state/app.ts";
import { beadEditWords } from "../../words/bead-edit-words.ts";
import { beadWords as words } from "../../words/bead-words.ts";
import { money } from "../session/format.ts";
import type { ShownBead } from "./BeadPage.tsx";
import { BeadSection } from "./BeadSection.tsx";
import { BeadSessionRow } from "./BeadSessionRow.tsx";
import { LeftSessionRow } from "./LeftSessionRow.tsx";
import { leftSessions } from "./left-sessions.ts";

/** All sessions that worked on a bead, the newest first, archived and foreign ones after the others; their cost. */
export function BeadSessionList(props: ShownBead) {
  const app = useApp();
  const sessions = () => app.beadSessions.of(props.projectId, props.bead.id);
  const [archived, setArchived] = createSignal<readonly SessionInfo[]>([]);
  const left = createMemo(() =>
    leftSessions(props.bead).filter(
      ({ sessionId }) =>
        app.sessions.get(sessionId) === undefined && !archived().some((each) => each.sessionId === sessionId),
    ),
  );
  const isNone = () => sessions().length + archived().length + left().length === 0;
  const cost = () => app.beadSessions.costOf(props.projectId, props.bead.id);
  const beadId = createMemo(() => props.bead.id);
  // Those that ended long ago or are archived may be in no list that was read; without them, what is known is shown.
  createEffect(
    on(beadId, (id) => {
      setArchived([]);
      const read = async () => {
        const found = await othersOf(app, { projectId: props.projectId, beadId: id });
        if (beadId() === id) setArchived(found);
      };
      read().catch(() => undefined);
    }),
  );
  return (
    <BeadSection
      title={words.page.sessions}
      end={sessions().length > 1 && cost() !== null ? words.page.together(money(cost() ?? 0)) : undefined}
    >
      <Show when={!isNone()} fallback={<p class="bead-none">{words.page.noSessions}</p>}>
        <For each={sessions().map((session) => session.sessionId)}>
          {(sessionId) => (
            <Show when={app.sessions.get(sessionId)}>
              {(session) => <BeadSessionRow session={session()} />}
            </Show>
          )}
        </For>
        <For each={archived()}>
          {(session) => <BeadSessionRow session={session} word={beadEditWords.archived} />}
        </For>
        <For each={left()}>{(session) => <LeftSessionRow session={session} />}</For>
      </Show>
    </BeadSection>
  );
}

/** Reads all, brings older ones into the list, and tells the archived. */
async function othersOf(app: App, of: { projectId: ProjectId; beadId: BeadId }): Promise<SessionInfo[]> {
  const { sessions } = await app.wire.call("listSessions", of);
  const unknown = sessions
    .filter(({ isArchived, sessionId }) => !isArchived && app.sessions.get(sessionId) === undefined)
    .map(({ sessionId }) => sessionId);
  if (unknown.length > 0) await app.sessions.find(unknown);
  return sessions.filter(({ isArchived }) => isArchived);
}
