import type { Bead } from "@switchyard/core/protocol";
import type { SessionView } from "../../../state/session-view.ts";
import { beadWords as words } from "../../../words/bead-words.ts";
import type { BeadState } from "../../bead/bead-state.ts";

/** What must be told of a bead and its session that go different ways; undefined: they go together. */
export function beadNews(
  state: BeadState,
  bead: Bead,
  { info, transcript }: Pick<SessionView, "info" | "transcript">,
): string | undefined {
  if (state.name === "closed") {
    return info.status === "stopped" ? undefined : words.closedUnder(bead.close_reason);
  }
  if (info.status === "stopped") return words.sessionStopped(state.word);
  const turn = transcript.sections.findLast((section) => section.turn > 0);
  const hasEnded = turn !== undefined && turn.end !== null;
  return info.status === "paused" && hasEnded ? words.turnEnded(state.word) : undefined;
}
