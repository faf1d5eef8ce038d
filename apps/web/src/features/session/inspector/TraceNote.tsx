import type { SessionTrace } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { traceWords } from "../../../words/trace-words.ts";
import { clockTime } from "../../usage/clock-time.ts";
import { createNow } from "../clock.ts";
import { attempt, useSession } from "../session-context.ts";
import "./trace-note.css";

const words = traceWords.part;

/** What came of writing the session to its bead, and the way to try it again. */
export default function TraceNote(props: { trace: SessionTrace; beadId: string }) {
  const view = useSession();
  const now = createNow();
  const isWritten = () => props.trace.state === "written";
  const isBehind = () => isWritten() && (view.info.lastTurn?.turn ?? 0) > props.trace.turn;
  const write = (form?: SessionTrace["form"]) => void attempt(words.action, () => view.writeTrace(form));
  return (
    <div class="trace-note">
      <p role="status">{told(props, now())}</p>
      <Show when={isBehind()}>
        <p>{words.older(props.trace.turn)}</p>
      </Show>
      <Show when={!isWritten()}>
        <p class="trace-ways">
          <Button size={24} disabled={view.connection !== "live"} onClick={() => write()}>
            {words.retry}
          </Button>
          <Show when={props.trace.state === "failed" && props.trace.form === "metadata"}>
            <Button size={24} disabled={view.connection !== "live"} onClick={() => write("comment")}>
              {words.asComment}
            </Button>
          </Show>
        </p>
      </Show>
    </div>
  );
}

function told({ trace, beadId }: { trace: SessionTrace; beadId: string }, now: number): string {
  if (trace.state === "written") return words.written[trace.form](beadId, clockTime(trace.at, now));
  const what = trace.state === "due" ? words.due(beadId) : words.failed(beadId);
  return trace.message === null ? what : words.because(what, trace.message);
}
