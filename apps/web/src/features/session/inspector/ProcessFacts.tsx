import type { ProcessInfo } from "@switchyard/core/protocol";
import { createSignal, Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { words as pageWords } from "../../../words/en.ts";
import { processWords as words } from "../../../words/process-words.ts";
import { cutsTurn } from "../../processes/cuts-turn.ts";
import { memory } from "../../processes/memory.ts";
import { StopProcessesDialog } from "../../processes/StopProcessesDialog.tsx";
import { attempt, useSession } from "../session-context.ts";

/** What the session's process takes, asked for while this is on screen, and the way to end it. */
export function ProcessFacts() {
  const view = useSession();
  const processes = view.watchProcesses();
  const [asking, setAsking] = createSignal(false);
  const own = () => processes.told?.processes.find(({ sessionId }) => sessionId === view.info.sessionId);
  const stop = ({ processId }: ProcessInfo) => {
    setAsking(false);
    void attempt(words.stop, () => processes.stop([processId]));
  };
  return (
    <Show when={own()}>
      {(process) => (
        <>
          <dt>{words.pid}</dt>
          <dd>{process().pid}</dd>
          <dt>{words.age}</dt>
          <dd>{pageWords.ago(Math.max(0, processes.toldAt() - process().startedAt))}</dd>
          <dt>{words.memory}</dt>
          <dd title={words.memoryTitle}>
            {memory(process().memoryBytes)}
            <Show when={process().tree.length > 1}>
              <span class="text-3">{words.count(process().tree.length)}</span>
            </Show>
          </dd>
          <dt />
          <dd class="process-ways">
            <Button
              size={24}
              busy={processes.isStopping(process().processId) || process().state === "stopping"}
              disabled={view.connection !== "live"}
              reason={pageWords.notConnected}
              onClick={() => (cutsTurn(process()) ? setAsking(true) : stop(process()))}
            >
              {words.stop}
            </Button>
            <a class="link" href="/processes">
              {words.all}
            </a>
            <Show when={asking()}>
              <StopProcessesDialog
                count={1}
                turns={1}
                onStop={() => stop(process())}
                onClose={() => setAsking(false)}
              />
            </Show>
          </dd>
        </>
      )}
    </Show>
  );
}
