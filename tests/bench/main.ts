import { benchAppend } from "./append-rate.ts";
import { benchBeadChange } from "./bead-change.ts";
import { benchBeadWrite } from "./bead-write.ts";
import { benchChunkDelay } from "./chunk-delay.ts";
import { benchFirstTurn } from "./first-turn.ts";
import { benchFollowUp } from "./follow-up.ts";
import { benchManySessions } from "./many-sessions.ts";
import { benchPageFleet } from "./page-fleet.ts";
import { benchPageHistory } from "./page-history.ts";
import { benchPagePlan } from "./page-plan.ts";
import { benchPageTools } from "./page-tools.ts";
import { benchPageWeight } from "./page-weight.ts";
import { type Row, printRows } from "./report.ts";
import { benchReplay } from "./replay.ts";
import { benchStart } from "./start.ts";
import { benchStoredSessions } from "./stored-sessions.ts";
import { benchViewModel } from "./view-model.ts";

/** Measures against floors of the same run; reports and gates nothing. */
const parts: Record<string, () => Promise<Row[]>> = {
  "follow-up": benchFollowUp,
  "first-turn": benchFirstTurn,
  "chunk-delay": benchChunkDelay,
  start: benchStart,
  "stored-sessions": benchStoredSessions,
  append: benchAppend,
  replay: benchReplay,
  "many-sessions": benchManySessions,
  "view-model": benchViewModel,
  "bead-change": benchBeadChange,
  "bead-write": benchBeadWrite,
  "page-weight": benchPageWeight,
  "page-history": benchPageHistory,
  "page-plan": benchPagePlan,
  "page-tools": benchPageTools,
  "page-fleet": benchPageFleet,
};
const asked = process.argv.slice(2);
const rows: Row[] = [];
for (const [name, run] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stderr.write(`measuring ${name}\n`);
  rows.push(...(await run()));
}
printRows(rows);
