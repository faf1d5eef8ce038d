import type { SessionInfo, WaitingRequest } from "@switchyard/core/protocol";
import { createEffect, createMemo, createSignal, onCleanup, onMount, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { placeLayer } from "../../ui/place-layer.ts";
import { fleetWords as words } from "../../words/fleet-words.ts";
import { askedOf, isQuestion } from "../ask/asked.ts";
import { PermissionCard } from "../ask/PermissionCard.tsx";
import { QuestionForm } from "../ask/QuestionForm.tsx";
import { tellFailure } from "../session-menu/tell-failure.ts";

/** The whole request of a tile over it: the card or the form; Esc and a press outside close it. */
export function AnswerPopover(props: {
  session: SessionInfo;
  request: WaitingRequest;
  /** How many wait. */
  count: number;
  tile: HTMLElement;
  onClose: () => void;
}) {
  const app = useApp();
  let layer!: HTMLDivElement;
  const asked = createAsked(() => props.request);
  const common = {
    get isAnswering() {
      return app.requests.isAnswering(props.request.requestId);
    },
    get connection() {
      return app.connection.link();
    },
    keys: true,
    variant: "dock" as const,
  };
  const onOutside = (event: Event) => {
    if (event.target instanceof Node && !layer.contains(event.target)) props.onClose();
  };
  onMount(() => {
    placeLayer(layer, props.tile, "start");
    layer.focus({ preventScroll: true });
    document.addEventListener("pointerdown", onOutside, true);
    onCleanup(() => document.removeEventListener("pointerdown", onOutside, true));
  });
  const permission = () => {
    const one = asked();
    return isQuestion(one) ? undefined : one;
  };
  const question = () => {
    const one = asked();
    return isQuestion(one) ? one : undefined;
  };
  return (
    <div
      ref={layer}
      class="fleet-answer"
      role="dialog"
      aria-label={words.answerFor(props.session.title)}
      tabindex="-1"
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        props.onClose();
      }}
    >
      <Show when={permission()}>
        {(request) => (
          <PermissionCard
            {...common}
            request={request()}
            cwd={props.session.cwd}
            onAnswer={(decision, note) => app.requests.answer(props.request, decision, note)}
            onInterrupt={() =>
              tellFailure(
                words.interruptFailed,
                app.wire.call("interruptAgentSession", { sessionId: props.session.sessionId }),
              )
            }
          />
        )}
      </Show>
      <Show when={question()}>
        {(request) => (
          <QuestionForm
            {...common}
            request={request()}
            onAnswer={(answers, note) => app.requests.answerQuestion(props.request, answers, note)}
          />
        )}
      </Show>
      <Show when={props.count > 1}>
        <p class="fleet-answer-count">{words.waiting(props.count)}</p>
      </Show>
    </div>
  );
}

/** With its whole input: what was too long for a list is read when it is opened. */
function createAsked(request: () => WaitingRequest) {
  const app = useApp();
  const [whole, setWhole] = createSignal<WaitingRequest>();
  createEffect(() => {
    const one = request();
    if (one.kind !== "permission" || !one.isInputCut) return;
    tellFailure(words.readFailed, app.requests.readWhole(one).then(setWhole));
  });
  return createMemo(() => {
    const read = whole();
    return askedOf(read !== undefined && read.requestId === request().requestId ? read : request());
  });
}
