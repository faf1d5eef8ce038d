import type { DatabaseSync } from "node:sqlite";
import { ToldCapabilities } from "@switchyard/core/backend";
import { type Capabilities, Health } from "@switchyard/core/protocol";
import { z } from "zod";
import { readable, type Row, text } from "./row.ts";
import type { Writer } from "./writer.ts";

/** What is known of programs without asking them again, also when the bridge starts anew. */
export interface ProgramTable {
  /** `program` names one program in one version of it. */
  capabilities(program: string): Partial<Capabilities>;
  /** Adds to what it told that it can do; tells whether that changed anything. */
  told(program: string, capabilities: Partial<Capabilities>): boolean;
  /** What its probe found, where that cannot change while the program is the same. */
  health(program: string): Health | undefined;
  probed(program: string, health: Health): void;
}

export function makeProgramTable(db: DatabaseSync, writer: Writer): ProgramTable {
  const save = db.prepare("INSERT OR REPLACE INTO programs (program, facts) VALUES (?, ?)");
  const rows = db.prepare("SELECT program, facts FROM programs").all();
  const facts = (row: Row): Facts => Facts.parse(JSON.parse(text(row, "facts")));
  const known = new Map(readable(rows, (row) => [text(row, "program"), facts(row)]));

  function add(program: string, more: Partial<Facts>): boolean {
    const before = known.get(program) ?? NOTHING;
    const after = { ...before, ...more };
    const json = JSON.stringify(after);
    if (json === JSON.stringify(before)) return false;
    known.set(program, after);
    writer.write(() => save.run(program, json));
    return true;
  }

  return {
    capabilities: (program) => known.get(program)?.capabilities ?? {},
    told: (program, capabilities) =>
      add(program, { capabilities: { ...known.get(program)?.capabilities, ...capabilities } }),
    health: (program) => known.get(program)?.health ?? undefined,
    probed: (program, health) => void add(program, { health }),
  };
}

/** What another version of the bridge stored may not be understood: then it is asked and told again. */
const Facts = z.object({ capabilities: ToldCapabilities.catch({}), health: Health.nullable().catch(null) });
type Facts = z.infer<typeof Facts>;
const NOTHING: Facts = { capabilities: {}, health: null };
