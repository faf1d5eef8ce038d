import type { ConversationInfo, SessionId } from "@switchyard/core/protocol";
import { type Accessor, batch, createSignal } from "solid-js";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { App } from "./app.ts";
import { onConnect } from "./on-connect.ts";

const PAGE = 200;
/** More the bridge does not tell. */
const MOST = 1000;

export interface Conversations {
  /** The newest first; null before they were read. */
  readonly list: Accessor<readonly ConversationInfo[] | null>;
  readonly hasOlder: Accessor<boolean>;
  readonly isReading: Accessor<boolean>;
  readonly error: Accessor<WireError | null>;
  reload(): Promise<void>;
  loadOlder(): Promise<void>;
  /** The one that is being taken over. */
  readonly taking: Accessor<ConversationInfo | null>;
  /** Undefined: it was refused, or another is under way. */
  takeOver(conversation: ConversationInfo): Promise<SessionId | undefined>;
  /** Why the last one was not taken over. */
  readonly refusal: Accessor<{ title: string; error: WireError } | null>;
}

/** Conversations that were begun in a terminal, as long as the owner lives. */
export function createConversations({ wire, connection }: Pick<App, "wire" | "connection">): Conversations {
  const [list, setList] = createSignal<readonly ConversationInfo[] | null>(null);
  const [hasOlder, setHasOlder] = createSignal(false);
  const [isReading, setReading] = createSignal(false);
  const [error, setError] = createSignal<WireError | null>(null);
  const [taking, setTaking] = createSignal<ConversationInfo | null>(null);
  const [refusal, setRefusal] = createSignal<{ title: string; error: WireError } | null>(null);
  let limit = PAGE;

  async function read(): Promise<void> {
    setReading(true);
    try {
      const { conversations, hasMore } = await wire.call("listConversations", { limit });
      batch(() => {
        setList(conversations);
        setHasOlder(hasMore && limit < MOST);
        setError(null);
      });
    } catch (thrown) {
      setError(toWireError(thrown));
    }
    setReading(false);
  }
  onConnect(connection, () => void read());

  return {
    list,
    hasOlder,
    isReading,
    error,
    reload: read,
    loadOlder() {
      limit = Math.min(limit + PAGE, MOST);
      return read();
    },
    taking,
    async takeOver(conversation) {
      if (taking() !== null) return undefined;
      setTaking(conversation);
      setRefusal(null);
      const { backendId: cliBackend, cliSessionId, title } = conversation;
      try {
        return (await wire.call("takeOverConversation", { cliBackend, cliSessionId })).sessionId;
      } catch (thrown) {
        setRefusal({ title, error: toWireError(thrown) });
        return undefined;
      } finally {
        setTaking(null);
      }
    },
    refusal,
  };
}
