import { createSignal, onCleanup } from "solid-js";
import { onRemembered, recall, remember } from "./local.ts";

/** Which failures the user has looked at: by session, the last chunk that was on screen. */
export interface Seen {
  upTo(sessionId: string): number;
  mark(sessionId: string, seq: number): void;
  /** Takes a mark back to what it was before. */
  restore(sessionId: string, seq: number): void;
}

const KEY = "seen";
const KEPT = 500;

export function createSeen(): Seen {
  const [seqs, setSeqs] = createSignal<ReadonlyMap<string, number>>(read());
  onCleanup(onRemembered(KEY, () => setSeqs(read())));

  function write(sessionId: string, seq: number): void {
    const next = new Map(seqs());
    next.delete(sessionId);
    next.set(sessionId, seq);
    setSeqs(next);
    remember(KEY, JSON.stringify([...next].slice(-KEPT)));
  }

  return {
    upTo: (sessionId) => seqs().get(sessionId) ?? 0,
    mark(sessionId, seq) {
      if ((seqs().get(sessionId) ?? 0) < seq) write(sessionId, seq);
    },
    restore: write,
  };
}

function read(): Map<string, number> {
  try {
    const kept: unknown = JSON.parse(recall(KEY) ?? "[]");
    return new Map(Array.isArray(kept) ? kept.filter(isEntry) : []);
  } catch {
    return new Map();
  }
}

function isEntry(entry: unknown): entry is [string, number] {
  return Array.isArray(entry) && typeof entry[0] === "string" && typeof entry[1] === "number";
}
