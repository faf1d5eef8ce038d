import { type ProjectId, type ResultOf, SESSIONS_KEY, type SessionTrace } from "@switchyard/core/protocol";
import type { ProjectPlace } from "../projects/projects.ts";
import type { Session } from "../session/session-face.ts";
import { traceComment } from "./comment.ts";
import { EXAMPLE_FACTS, EXAMPLE_SESSION } from "./example.ts";
import type { TraceFacts } from "./facts.ts";
import { endedTurns, factsOf, type GatherOptions } from "./gather.ts";
import { withTrace } from "./metadata.ts";

export interface AskedPreview {
  readonly form: SessionTrace["form"];
  /** Undefined: the newest of the project's that worked on a bead. */
  readonly session: Session | undefined;
  readonly project: ProjectPlace;
}

/** What would be written to a bead; of a session that had no turn, and where there is none, it is made up. */
export async function previewOf(
  { form, session: named, project }: AskedPreview,
  options: GatherOptions,
): Promise<ResultOf<"previewTrace">> {
  const session = named ?? newestIn(project.projectId, options.sessions());
  if (session === undefined || endedTurns(session) === 0) {
    const text = textOf(form, { sessionId: EXAMPLE_SESSION, facts: EXAMPLE_FACTS, isAgain: false });
    return { text, sessionId: null, beadId: null };
  }
  const { sessionId, beadId, trace } = session.record;
  const facts = await factsOf(session, project, options);
  const isAgain = trace?.state === "written" && trace.form === "comment" && trace.turn < facts.turns;
  return { text: textOf(form, { sessionId, facts, isAgain }), sessionId, beadId };
}

function newestIn(projectId: ProjectId, sessions: Iterable<Session>): Session | undefined {
  return [...sessions]
    .filter((session) => session.record.projectId === projectId && session.record.beadId !== null)
    .filter((session) => endedTurns(session) > 0)
    .toSorted((a, b) => b.record.lastActivity - a.record.lastActivity)[0];
}

interface Shown {
  readonly sessionId: Session["record"]["sessionId"];
  readonly facts: TraceFacts;
  readonly isAgain: boolean;
}

function textOf(form: SessionTrace["form"], { sessionId, facts, isAgain }: Shown): string {
  if (form === "comment") return traceComment(sessionId, facts, isAgain);
  return JSON.stringify({ [SESSIONS_KEY]: withTrace(null, sessionId, facts) }, null, 2);
}
