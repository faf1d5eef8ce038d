import { createEffect, createMemo, createSignal, on, onCleanup, Show } from "solid-js";
import { sessionWords as words } from "../../../words/session-words.ts";
import type { WaitingRequest } from "@switchyard/core/protocol";
import { askedOf, isQuestion } from "../../ask/asked.ts";
import { PermissionCard } from "../../ask/PermissionCard.tsx";
import { QuestionForm } from "../../ask/QuestionForm.tsx";
import { attempt, useSession } from "../session-context.ts";
import { createEarlierAsks } from "./earlier-asks.ts";
import { askedOfItem, type AskItem, openAsks } from "./open-asks.ts";

/** What is asked at the foot, one of those that wait; what was answered elsewhere stays a moment. */
export function AskDock() {
  const view = useSession();
  const earlier = createEarlierAsks(view);
  const open = createMemo((): Ask[] => [...earlier(), ...openAsks(view.transcript)]);
  const [chosen, setChosen] = createSignal<string>();
  const [leaving, setLeaving] = createSignal<Ask>();
  const current = createMemo<Ask | undefined>(
    () => open().find((ask) => ask.requestId === chosen()) ?? open()[0],
  );
  // The news that nothing waits any more may come before what was answered is in the transcript.
  const [answeredHere, setAnsweredHere] = createSignal<ReadonlySet<string>>(new Set());
  const answer = async (requestId: string, give: () => Promise<void>) => {
    setAnsweredHere((known) => new Set([...known, requestId]));
    try {
      await give();
    } catch (thrown) {
      setAnsweredHere((known) => new Set([...known].filter((other) => other !== requestId)));
      throw thrown;
    }
  };
  createEffect(
    on(current, (_, before) => {
      const isFromElsewhere =
        before !== undefined &&
        "resolved" in before &&
        before.resolved?.by === "user" &&
        !answeredHere().has(before.requestId);
      setLeaving(isFromElsewhere ? before : undefined);
      if (!isFromElsewhere) return;
      const timer = setTimeout(() => setLeaving(undefined), LEAVING_MS);
      onCleanup(() => clearTimeout(timer));
    }),
  );
  const shown = createMemo(() => leaving() ?? current());
  const asked = createMemo(() => {
    const item = shown();
    if (item === undefined) return undefined;
    return "resolved" in item ? askedOfItem(view.transcript, item) : askedOf(item);
  });
  const permission = () => {
    const one = asked();
    return one === undefined || isQuestion(one) ? undefined : one;
  };
  const question = () => {
    const one = asked();
    return one !== undefined && isQuestion(one) ? one : undefined;
  };
  const next = () => {
    const at = open().findIndex((ask) => ask === current());
    setLeaving(undefined);
    setChosen(open()[(at + 1) % open().length]?.requestId);
  };
  const common = {
    get isAnswering() {
      const requestId = shown()?.requestId ?? "";
      return answeredHere().has(requestId) || view.isAnswering(requestId);
    },
    get connection() {
      return view.connection;
    },
    keys: true,
    get position() {
      if (leaving()) return { at: 0, all: 0 };
      return { at: open().findIndex((ask) => ask === shown()) + 1, all: open().length };
    },
    onNext: next,
  };
  return (
    <>
      <Show when={permission()}>
        {(request) => (
          <PermissionCard
            {...common}
            request={request()}
            cwd={view.info.cwd}
            onAnswer={(decision, note) => {
              const { requestId } = request();
              return answer(requestId, () => view.answer(requestId, decision, note));
            }}
            onInterrupt={() => void attempt(words.interruptFailed, () => view.interrupt())}
          />
        )}
      </Show>
      <Show when={question()}>
        {(request) => (
          <QuestionForm
            {...common}
            request={request()}
            onAnswer={(answers, note) => {
              const { requestId } = request();
              return answer(requestId, () => view.answerQuestion(requestId, answers, note));
            }}
          />
        )}
      </Show>
    </>
  );
}

/** An item of the transcript, or a request from before it. */
type Ask = AskItem | WaitingRequest;

/** How long an answer given in another tab stays to be read. */
const LEAVING_MS = 3000;
