import { createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import { fullTitle } from "../../state/full-title.ts";
import { sessionWords as words } from "../../words/session-words.ts";
import { type AskItem, kindOfRequest, openAsks } from "./asks/open-asks.ts";
import { changedFiles } from "./inspector/changed-files.ts";
import { useSession } from "./session-context.ts";

/** What a screen reader is told: each new need once (at most one word in 5 s, summed), and that a turn ended. */
export function Announcer() {
  const view = useSession();
  const [ended, setEnded] = createSignal("");
  const [needs, setNeeds] = createSignal("");
  const last = createMemo(() => view.transcript.sections.findLast((section) => section.turn > 0));
  createEffect(
    on(
      () => [view.loading, last()?.turn, last()?.end] as const,
      ([loading, turn, end], before) => {
        // Only an end that was waited for is news: not one that history brought.
        if (loading || !before || before[0] || before[1] !== turn || before[2] || !end) return setEnded("");
        const failed = end.stopReason === "error" || end.stopReason === "process_exit";
        setEnded(failed ? words.turnFailed : words.answerFinished(changedFiles(last()?.items ?? []).length));
      },
    ),
  );
  const told = new Set<string>();
  let waiting: AskItem[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    const [first] = waiting;
    if (!first) return;
    const title = fullTitle(view.info.title, view.backend);
    setNeeds(waiting.length === 1 ? asks(title, first) : words.asksMore(title, waiting.length));
    waiting = [];
    timer = setTimeout(tell, QUIET_MS);
  };
  const asks = (title: string, ask: AskItem) =>
    ask.kind === "question"
      ? words.asksQuestion(title)
      : words.asks(title, kindOfRequest(view.transcript, ask));
  createEffect(() => {
    const fresh = openAsks(view.transcript).filter((request) => !told.has(request.requestId));
    for (const request of fresh) told.add(request.requestId);
    waiting.push(...fresh);
    if (fresh.length > 0 && timer === undefined) tell();
  });
  onCleanup(() => clearTimeout(timer));
  return (
    <>
      <div class="sr-only" role="status" aria-live="polite">
        {ended()}
      </div>
      <div class="sr-only" role="alert" aria-live="assertive">
        {needs()}
      </div>
    </>
  );
}

const QUIET_MS = 5000;
