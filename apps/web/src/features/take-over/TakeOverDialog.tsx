import { useNavigate } from "@solidjs/router";
import type { ConversationInfo, SessionId } from "@switchyard/core/protocol";
import { createMemo, createSignal, For, Match, Show, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { type Conversations, createConversations } from "../../state/conversations.ts";
import { sessionPath } from "../../state/sessions.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Field } from "../../ui/Field.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RotateCwIcon, SearchIcon, SquareTerminalIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { moveFocus } from "../../ui/roving-focus.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { takeOverWords as words } from "../../words/take-over-words.ts";
import { ConversationRow } from "./ConversationRow.tsx";
import { type ConversationGroup, groupConversations } from "./group-conversations.ts";
import "./TakeOverDialog.css";

/** The conversations of the CLIs' own files, by folder: one becomes a session, or its session is opened. */
export default function TakeOverDialog(props: { onClose: () => void }) {
  const app = useApp();
  const navigate = useNavigate();
  const conversations = createConversations(app);
  const [query, setQuery] = createSignal("");
  const backendName = (id: string) => app.backends.get(id)?.displayName ?? id;
  const groups = createMemo(() => groupConversations(conversations.list() ?? [], query(), backendName));
  const count = () => groups().reduce((sum, group) => sum + group.conversations.length, 0);

  const open = (sessionId: SessionId) => {
    props.onClose();
    navigate(sessionPath(sessionId));
  };
  const choose = async (conversation: ConversationInfo) => {
    const sessionId = await conversations.takeOver(conversation);
    if (sessionId !== undefined) open(sessionId);
  };

  return (
    <Dialog title={words.title} icon={SquareTerminalIcon} onClose={() => props.onClose()}>
      <div class="take-over">
        <p class="text-2">{words.lead}</p>
        <Field
          type="search"
          label={words.field}
          hideLabel
          placeholder={words.placeholder}
          icon={SearchIcon}
          data-autofocus=""
          value={query()}
          onValue={setQuery}
        />
        <p class="take-over-count" role="status">
          {conversations.list() === null ? "" : words.found(count())}
        </p>
        <Show when={conversations.refusal()}>
          {(refusal) => (
            <Note
              tone="danger"
              role="alert"
              icon={<Icon of={TriangleAlertIcon} />}
              title={words.takeOverFailed(refusal().title)}
            >
              {refusal().error.message}
            </Note>
          )}
        </Show>
        <Nothing of={conversations} query={query()} isEmpty={count() === 0} onClear={() => setQuery("")} />
        <div
          onKeyDown={(event) => {
            if (event.key.startsWith("Arrow")) moveFocus(event, "[data-conversation]");
          }}
        >
          <For each={groups()}>
            {(group) => <Folder group={group} of={conversations} onTakeOver={choose} onOpen={open} />}
          </For>
        </div>
        <Show when={conversations.hasOlder()}>
          <p>
            <Button
              size={24}
              variant="ghost"
              busy={conversations.isReading()}
              onClick={() => void conversations.loadOlder()}
            >
              {words.older}
            </Button>
          </p>
        </Show>
      </div>
    </Dialog>
  );
}

function Folder(props: {
  group: ConversationGroup;
  of: Conversations;
  onTakeOver: (conversation: ConversationInfo) => Promise<void>;
  onOpen: (sessionId: SessionId) => void;
}) {
  const isBusy = (conversation: ConversationInfo) => props.of.taking() === conversation;
  const isHeld = (conversation: ConversationInfo) => props.of.taking() !== null && !isBusy(conversation);
  return (
    <section class="conversation-folder" aria-label={props.group.folder ?? words.noFolder}>
      <h3 title={props.group.folder ?? undefined}>
        <Path path={props.group.folder ?? words.noFolder} />
      </h3>
      <ul>
        <For each={props.group.conversations}>
          {(conversation) => (
            <ConversationRow
              conversation={conversation}
              isBusy={isBusy(conversation)}
              isHeld={isHeld(conversation)}
              onTakeOver={() => void props.onTakeOver(conversation)}
              onOpen={() => {
                if (conversation.sessionId !== null) props.onOpen(conversation.sessionId);
              }}
            />
          )}
        </For>
      </ul>
    </section>
  );
}

/** Cut in the middle, where it is too long: the folder's own name stays. */
function Path(props: { path: string }) {
  const cutAt = () => props.path.lastIndexOf("/") + 1;
  return (
    <>
      <span class="cut">{props.path.slice(0, cutAt())}</span>
      <span class="conversation-folder-name cut">{props.path.slice(cutAt())}</span>
    </>
  );
}

/** Why there is nothing in the list. */
function Nothing(props: { of: Conversations; query: string; isEmpty: boolean; onClear: () => void }) {
  return (
    <Switch>
      <Match when={props.of.error()}>
        {(error) => (
          <Note
            icon={<Icon of={TriangleAlertIcon} />}
            title={words.failed}
            role="alert"
            actions={
              <Button
                size={24}
                icon={RotateCwIcon}
                busy={props.of.isReading()}
                onClick={() => void props.of.reload()}
              >
                {words.again}
              </Button>
            }
          >
            {error().message}
          </Note>
        )}
      </Match>
      <Match when={props.of.list() === null}>
        <Skeleton label={words.loading} lines={["long", "half", "full", "short"]} />
      </Match>
      <Match when={props.isEmpty && props.query.trim() !== ""}>
        <EmptyState
          title={words.noneTitle(props.query.trim())}
          actions={<Button onClick={() => props.onClear()}>{words.clear}</Button>}
        >
          {props.of.hasOlder() ? words.noneText : undefined}
        </EmptyState>
      </Match>
      <Match when={props.isEmpty}>
        <EmptyState icon={SquareTerminalIcon} title={words.emptyTitle}>
          {words.emptyText}
        </EmptyState>
      </Match>
    </Switch>
  );
}
