import type { ConversationInfo } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { now } from "../../state/clock.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { TriangleAlertIcon } from "../../ui/icons.ts";
import { words as pageWords } from "../../words/en.ts";
import { takeOverWords as words } from "../../words/take-over-words.ts";

/** One conversation: what it is, how old, and what can be done with it. */
export function ConversationRow(props: {
  conversation: ConversationInfo;
  isBusy: boolean;
  /** Another one is being taken over. */
  isHeld: boolean;
  onTakeOver: () => void;
  onOpen: () => void;
}) {
  const app = useApp();
  const title = () => props.conversation.title || words.untitled;
  const backend = () =>
    app.backends.get(props.conversation.backendId)?.displayName ?? props.conversation.backendId;
  const age = () => pageWords.ago(now() / 1000 - props.conversation.lastActivity);
  const isHere = () => props.conversation.sessionId !== null;
  return (
    <li class="conversation">
      <div class="conversation-text">
        <span class="conversation-title cut" title={title()}>
          {title()}
        </span>
        <span class="conversation-facts">
          <span>{backend()}</span>
          <time dateTime={new Date(props.conversation.lastActivity * 1000).toISOString()}>{age()}</time>
          <Show when={isHere()}>
            <span>{words.here}</span>
          </Show>
          <Show when={!isHere() && props.conversation.isRecent}>
            <span class="conversation-recent" title={words.recentText}>
              <Icon of={TriangleAlertIcon} size={12} />
              {words.recent}
            </span>
          </Show>
        </span>
      </div>
      <Show
        when={isHere()}
        fallback={
          <Button
            data-conversation=""
            busy={props.isBusy}
            held={props.isHeld}
            disabled={props.conversation.cwd === null}
            reason={words.noFolderReason}
            onClick={() => props.onTakeOver()}
          >
            {words.takeOver} <span class="sr-only">{title()}</span>
          </Button>
        }
      >
        <Button variant="ghost" data-conversation="" onClick={() => props.onOpen()}>
          {words.show} <span class="sr-only">{title()}</span>
        </Button>
      </Show>
    </li>
  );
}
