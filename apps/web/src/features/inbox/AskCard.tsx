import type { WaitingRequest } from "@switchyard/core/protocol";
import { createMemo, Match, Switch } from "solid-js";
import type { InboxItem } from "../../state/inbox.ts";
import { inboxWords as words } from "../../words/inbox-words.ts";
import { type Asked, askedOf, isQuestion } from "../ask/asked.ts";
import { PermissionCard } from "../ask/PermissionCard.tsx";
import { QuestionForm } from "../ask/QuestionForm.tsx";
import { tellFailure } from "../session-menu/tell-failure.ts";
import { useInbox } from "./create-inbox.ts";

/** The card or form of a request; its answer takes the inbox to the next. */
export function AskCard(props: { item: InboxItem; request: WaitingRequest }) {
  const inbox = useInbox();
  const { app } = inbox;
  const asked = createMemo<Asked>(() => askedOf(props.request));
  const permission = () => {
    const now = asked();
    return isQuestion(now) ? undefined : now;
  };
  const question = () => {
    const now = asked();
    return isQuestion(now) ? now : undefined;
  };
  const waiting = createMemo(() =>
    inbox.rows().filter(({ item, isGone }) => item.request !== null && !isGone),
  );
  const position = () => ({
    at: waiting().findIndex(({ item }) => item.key === props.item.key) + 1,
    all: waiting().length,
  });
  const isAnswering = () => app.requests.isAnswering(props.request.requestId);
  /** Never optimistic: what is settled here only names how it went, once the request is gone. */
  const give = async (word: string, run: () => Promise<void>) => {
    const { key } = props.item;
    inbox.settle(key, word);
    try {
      await run();
    } catch (thrown) {
      inbox.unsettle(key);
      throw thrown;
    }
  };
  const interrupt = () =>
    tellFailure(
      words.interruptFailed,
      app.wire.call("interruptAgentSession", { sessionId: props.request.sessionId }),
    );
  return (
    <Switch>
      <Match when={permission()}>
        {(one) => (
          <PermissionCard
            variant="inbox"
            keys
            request={one()}
            cwd={props.item.session.cwd}
            isAnswering={isAnswering()}
            connection={app.connection.link()}
            position={position()}
            onNext={() => inbox.goOn()}
            onInterrupt={interrupt}
            onAnswer={(decision, note) =>
              give(words.done[decision], () => app.requests.answer(props.request, decision, note))
            }
          />
        )}
      </Match>
      <Match when={question()}>
        {(one) => (
          <QuestionForm
            variant="inbox"
            keys
            request={one()}
            isAnswering={isAnswering()}
            connection={app.connection.link()}
            position={position()}
            onNext={() => inbox.goOn()}
            onAnswer={(answers, note) =>
              give(answers === null ? words.skipped : words.answered, () =>
                app.requests.answerQuestion(props.request, answers, note),
              )
            }
          />
        )}
      </Match>
    </Switch>
  );
}
