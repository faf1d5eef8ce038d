import { BackendId, type ChunkOf, PersonaId, type SessionId } from "@switchyard/core/protocol";
import { newRecord, SessionRecord } from "../session/record.ts";

export interface KnownOfSession {
  readonly sessionId: SessionId;
  /** How its CLI began last. */
  readonly started: ChunkOf<"session_started"> | undefined;
  readonly turn: number;
  /** Of its first and last chunk, in Unix s. */
  readonly from: number;
  readonly to: number;
}

/**
 * A record in the place of one that cannot be read: what of its fields can be, what the log tells, and else
 * what is safe. It is a stopped session that can be looked at, and resumed where its backend is known.
 */
export function rebuildRecord(damaged: string, known: KnownOfSession): SessionRecord {
  const { sessionId, started, turn, from, to } = known;
  const safe = newRecord({
    sessionId,
    backendId: BackendId.parse("unknown"),
    persona: PersonaId.parse("none"),
    cwd: started?.cwd ?? "/",
    title: "A session that was repaired",
    modelInUse: started?.model ?? null,
    cliSessionId: started?.cliSessionId ?? null,
    stopped: true,
    createdAt: from,
    lastActivity: to,
  });
  const readable = Object.entries(SessionRecord.shape).flatMap(([name, schema]) => {
    const value = fieldOf(damaged, name);
    const field = value === undefined ? undefined : schema.safeParse(value);
    return field?.success === true ? [[name, field.data]] : [];
  });
  return SessionRecord.parse({ ...safe, ...Object.fromEntries(readable), sessionId, turn });
}

/** A plain field of JSON that as a whole may be none; undefined: it is not found, or is not plain. */
function fieldOf(json: string, name: string): unknown {
  const value = new RegExp(`(?<!\\\\)"${name}":("(?:[^"\\\\]|\\\\.)*"|null|true|false|-?\\d+(?=[,}]))`).exec(
    json,
  )?.[1];
  if (value === undefined) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
