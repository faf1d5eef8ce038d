import type { Backend } from "@switchyard/core/backend";
import type { Persona } from "@switchyard/core/persona";
import type { ConversationInfo, SessionId } from "@switchyard/core/protocol";
import type { Backends } from "../backends/registry.ts";
import type { ConversationCatalogue, FoundConversation } from "../conversations/catalogue.ts";
import { takeOver } from "../conversations/take-over.ts";
import type { Log } from "../log/log.ts";
import type { Projects } from "../projects/projects.ts";
import type { Handlers } from "../server/handlers.ts";
import type { PluginOf } from "../session/provenance.ts";
import type { Session } from "../session/session-face.ts";
import type { Sessions } from "../session/sessions.ts";
import type { SettingsStore } from "../settings/settings.ts";
import type { CatalogueOptions } from "./catalogue.ts";

export interface ConversationOptions extends Pick<CatalogueOptions, "personas"> {
  backends: Backends;
  conversations: ConversationCatalogue;
  projects: Pick<Projects, "ready" | "at">;
  settings: Pick<SettingsStore, "get">;
  /** @throws {SwitchyardError} CLI_NOT_FOUND, BACKEND_UNAVAILABLE */
  locate: (backend: Backend) => Promise<unknown>;
  pluginOf: PluginOf;
}

/** Handlers of conversations in the CLIs' own files. */
export function conversationHandlers(
  sessions: Sessions,
  log: Log,
  options: ConversationOptions,
): Pick<Handlers, "listConversations" | "takeOverConversation"> {
  const { backends, conversations: catalogue, locate, projects, settings, pluginOf } = options;
  const plainAgent = async (): Promise<Persona> => (await options.personas()).need("none");
  const { adopt } = sessions;
  const from = { log, catalogue, locate, adopt, projectAt: projects.at, plainAgent, pluginOf };
  const areOn = (): Backend[] => [...backends].filter(({ id }) => !settings.get().backendsOff.includes(id));
  /** Two that ask at once get one session. */
  const underWay = new Map<string, Promise<SessionId>>();

  return {
    async listConversations({ cliBackend, cwd, limit = DEFAULT_LIMIT }) {
      if (cliBackend !== undefined) await backends.ready(cliBackend);
      const asked = cliBackend === undefined ? areOn() : [backends.need(cliBackend)];
      const most = Math.min(limit, MAX_LIMIT);
      const fits = (each: FoundConversation): boolean => cwd === undefined || each.cwd === cwd;
      const found = await catalogue.list(asked, { fits, limit: most + 1 });
      const own = ownConversations(sessions);
      const shown = found.slice(0, most).map((each) => infoOf(each, own.get(keyOf(each))));
      return { conversations: shown, hasMore: found.length > most };
    },

    async takeOverConversation({ cliBackend, cliSessionId }) {
      await Promise.all([projects.ready(), backends.ready(cliBackend)]);
      const backend = backends.need(cliBackend);
      const key = keyOf({ backendId: backend.id, cliSessionId });
      const ours = ownConversations(sessions).get(key);
      if (ours !== undefined) {
        if (ours.record.isArchived) await sessions.archive(ours, false);
        sessions.resume(ours);
        return { sessionId: ours.record.sessionId };
      }
      const taking = underWay.get(key) ?? takeOver(from, backend, cliSessionId);
      underWay.set(key, taking);
      try {
        return { sessionId: await taking };
      } finally {
        underWay.delete(key);
      }
    },
  };
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** The sessions that go on with a conversation, or once had it. */
function ownConversations(sessions: Sessions): Map<string, Session> {
  const own = new Map<string, Session>();
  const all = [...sessions.all()];
  for (const session of all) {
    const { backendId, earlierCliSessionIds } = session.record;
    for (const cliSessionId of earlierCliSessionIds) own.set(keyOf({ backendId, cliSessionId }), session);
  }
  for (const session of all) {
    const { backendId, cliSessionId } = session.record;
    if (cliSessionId !== null) own.set(keyOf({ backendId, cliSessionId }), session);
  }
  return own;
}

function keyOf({ backendId, cliSessionId }: Pick<FoundConversation, "backendId" | "cliSessionId">): string {
  return `${backendId} ${cliSessionId}`;
}

function infoOf(
  { backendId, cliSessionId, cwd, title, file }: FoundConversation,
  session: Session | undefined,
): ConversationInfo {
  return {
    backendId,
    cliSessionId,
    cwd,
    title,
    lastActivity: Math.floor(file.mtimeMs / 1000),
    bytes: file.bytes,
    sessionId: session?.record.sessionId ?? null,
    isRecent: Date.now() - file.mtimeMs < RECENT_MS,
  };
}

const RECENT_MS = 60_000;
