import { createSignal } from "solid-js";
import { recall, remember } from "./local.ts";

/** Which failures the user has looked at: by session, the last chunk that was on screen. */
export interface Seen {
  upTo(sessionId: string): number;
  mark(sessionId: string, seq: number): void;
}

const KEPT = 500;

export function createSeen(): Seen {
  const [seqs, setSeqs] = createSignal<ReadonlyMap<string, number>>(read());
  return {
    upTo: (sessionId) => seqs().get(sessionId) ?? 0,
    mark(sessionId, seq) {
      if ((seqs().get(sessionId) ?? 0) >= seq) return;
      const next = new Map(seqs());
      next.delete(sessionId);
      next.set(sessionId, seq);
      setSeqs(next);
      remember("seen", JSON.stringify([...next].slice(-KEPT)));
    },
  };
}

function read(): Map<string, number> {
  try {
    const kept: unknown = JSON.parse(recall("seen") ?? "[]");
    return new Map(Array.isArray(kept) ? kept.filter(isEntry) : []);
  } catch {
    return new Map();
  }
}

function isEntry(entry: unknown): entry is [string, number] {
  return Array.isArray(entry) && typeof entry[0] === "string" && typeof entry[1] === "number";
}
