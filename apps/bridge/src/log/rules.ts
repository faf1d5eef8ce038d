import type { DatabaseSync } from "node:sqlite";
import type { SessionId } from "@switchyard/core/protocol";
import { text } from "./row.ts";
import type { Writer } from "./writer.ts";

/** What `allow_always` covers, until the session ends; a key stands for a tool with one input. */
export interface RuleTable {
  has(sessionId: SessionId, key: string): boolean;
  add(sessionId: SessionId, key: string): void;
  clear(sessionId: SessionId): void;
}

export function makeRuleTable(db: DatabaseSync, writer: Writer): RuleTable {
  const select = db.prepare("SELECT key FROM rules WHERE session_id = ?");
  const insert = db.prepare("INSERT OR IGNORE INTO rules (session_id, key) VALUES (?, ?)");
  const drop = db.prepare("DELETE FROM rules WHERE session_id = ?");
  const bySession = new Map<SessionId, Set<string>>();

  function rulesOf(sessionId: SessionId): Set<string> {
    const rules = bySession.get(sessionId) ?? new Set(select.all(sessionId).map((row) => text(row, "key")));
    bySession.set(sessionId, rules);
    return rules;
  }

  return {
    has: (sessionId, key) => rulesOf(sessionId).has(key),
    add(sessionId, key) {
      rulesOf(sessionId).add(key);
      writer.write(() => insert.run(sessionId, key));
    },
    clear(sessionId) {
      bySession.set(sessionId, new Set());
      writer.write(() => drop.run(sessionId));
    },
  };
}
