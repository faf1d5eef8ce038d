import { benchChunkDelay } from "./chunk-delay.ts";
import { benchFirstTurn } from "./first-turn.ts";
import { benchFollowUp } from "./follow-up.ts";
import { benchPageWeight } from "./page-weight.ts";
import { type Row, printRows } from "./report.ts";
import { benchStart } from "./start.ts";

/** Measures against floors of the same run; reports and gates nothing. */
const parts: Record<string, () => Promise<Row[]>> = {
  "follow-up": benchFollowUp,
  "first-turn": benchFirstTurn,
  "chunk-delay": benchChunkDelay,
  start: benchStart,
  "page-weight": benchPageWeight,
};
const asked = process.argv.slice(2);
const rows: Row[] = [];
for (const [name, run] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stderr.write(`measuring ${name}\n`);
  rows.push(...(await run()));
}
printRows(rows);
