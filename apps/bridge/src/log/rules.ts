import type { DatabaseSync } from "node:sqlite";
import type { SessionId, StandingRule } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { type Row, text } from "./row.ts";
import type { Writer } from "./writer.ts";

/** What `allow_always` covers, until the session ends: each rule goes by one key or more. */
export interface RuleTable {
  has(sessionId: SessionId, key: string): boolean;
  add(sessionId: SessionId, rule: NewRule): void;
  /** In the order in which they were made. */
  list(sessionId: SessionId): StandingRule[];
  count(sessionId: SessionId): number;
  /** False: there is no such rule. */
  withdraw(sessionId: SessionId, ruleId: string): boolean;
  clear(sessionId: SessionId): void;
}

export interface NewRule {
  /** Stands for a tool with one input. */
  readonly exact: string;
  /** Each stands for a rule of the program; together they allow this call and others like it. */
  readonly covers: readonly string[];
  readonly label: string;
  readonly detail?: string | undefined;
  /** Unix ms. */
  readonly at: number;
}

type Kept = StandingRule & { readonly keys: Set<string> };

export function makeRuleTable(db: DatabaseSync, writer: Writer): RuleTable {
  const select = db.prepare(
    "SELECT key, rule_id, label, detail, at FROM rules WHERE session_id = ? ORDER BY at, rule_id",
  );
  const insert = db.prepare(
    "INSERT OR IGNORE INTO rules (session_id, key, rule_id, label, detail, at) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const dropOne = db.prepare("DELETE FROM rules WHERE session_id = ? AND rule_id = ?");
  const dropOld = db.prepare("DELETE FROM rules WHERE session_id = ? AND key = ? AND rule_id IS NULL");
  const dropAll = db.prepare("DELETE FROM rules WHERE session_id = ?");
  const bySession = new Map<SessionId, Map<string, Kept>>();

  function rulesOf(sessionId: SessionId): Map<string, Kept> {
    const rules = bySession.get(sessionId) ?? readRules(select.all(sessionId));
    bySession.set(sessionId, rules);
    return rules;
  }

  return {
    has: (sessionId, key) => [...rulesOf(sessionId).values()].some(({ keys }) => keys.has(key)),
    add(sessionId, { exact, covers, label, detail, at }) {
      const rules = rulesOf(sessionId);
      const wanted = covers.length > 0 ? covers : [exact];
      // Two requests of one kind may be allowed so: that is one rule, so that withdrawing it takes back both.
      const same = [...rules.values()].find(({ keys }) => wanted.every((key) => keys.has(key)));
      const facts = detail === undefined ? { label, at } : { label, detail, at };
      const rule = same ?? { ruleId: uuid(), ...facts, keys: new Set<string>() };
      rules.set(rule.ruleId, rule);
      for (const key of new Set([exact, ...covers])) {
        if (rule.keys.has(key)) continue;
        rule.keys.add(key);
        const row = [rule.ruleId, rule.label, rule.detail ?? null, rule.at] as const;
        writer.write(() => insert.run(sessionId, `${rule.ruleId}/${key}`, ...row));
      }
    },
    list: (sessionId) => [...rulesOf(sessionId).values()].map(({ keys: _keys, ...rule }) => rule),
    count: (sessionId) => rulesOf(sessionId).size,
    withdraw(sessionId, ruleId) {
      const rule = rulesOf(sessionId).get(ruleId);
      if (rule === undefined) return false;
      rulesOf(sessionId).delete(ruleId);
      const drop = rule.at === null ? dropOld : dropOne;
      writer.write(() => drop.run(sessionId, ruleId));
      return true;
    },
    clear(sessionId) {
      bySession.set(sessionId, new Map());
      writer.write(() => dropAll.run(sessionId));
    },
  };
}

/** Two rules may share a key, so that it stands behind its rule's id; a row of before names no rule, and is one. */
function readRules(rows: readonly Row[]): Map<string, Kept> {
  const rules = new Map<string, Kept>();
  for (const row of rows) {
    const key = text(row, "key");
    const { rule_id: ruleId, label, detail, at } = row;
    if (typeof ruleId !== "string" || typeof label !== "string") {
      rules.set(key, { ruleId: key, label: OLD_LABEL, at: null, keys: new Set([key]) });
      continue;
    }
    const facts = { ruleId, label, at: typeof at === "number" ? at : 0 };
    const fresh = typeof detail === "string" ? { ...facts, detail } : facts;
    const rule = rules.get(ruleId) ?? { ...fresh, keys: new Set<string>() };
    rule.keys.add(key.slice(ruleId.length + 1));
    rules.set(ruleId, rule);
  }
  return rules;
}

const OLD_LABEL = "Always allow one call with exactly the input that you allowed";
