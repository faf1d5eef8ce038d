import type { Project } from "@switchyard/core/protocol";
import { createMemo } from "solid-js";
import { isClosed } from "@switchyard/beads";
import { useApp } from "../../../state/app.ts";
import { Segmented } from "../../../ui/Segmented.tsx";
import { projectWords } from "../../../words/project-words.ts";
import type { PlanFilter } from "../plan-filter.ts";

const words = projectWords.filter;

/** All that is open, or only what is ready, has sessions or is blocked, each with how many there are. */
export function ShowChoice(props: { project: Project; filter: PlanFilter }) {
  const app = useApp();
  const counts = createMemo(() => {
    const relations = app.beads.of(props.project.projectId).relations();
    const active = app.beadSessions.active(props.project.projectId);
    const open = relations.list.filter((bead) => !isClosed(bead));
    return {
      ready: open.filter(({ id }) => relations.isReady(id)).length,
      sessions: relations.list.filter(({ id }) => active.has(id)).length,
      blocked: open.filter(({ id }) => relations.isBlocked(id)).length,
    };
  });
  return (
    <span class="plan-show">
      <Segmented
        label={words.show}
        value={props.filter.show()}
        onValue={(show) => props.filter.setShow(show)}
        options={[
          { value: "open", label: words.open },
          { value: "ready", label: words.ready, count: counts().ready },
          { value: "sessions", label: words.sessions, count: counts().sessions },
          { value: "blocked", label: words.blocked, count: counts().blocked },
        ]}
      />
    </span>
  );
}
