import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { type Outcome, runSeed, type ScenarioName, scenarios } from "./run-seed.ts";

/** `npm run chaos -- --scenario kill9 --seeds 200 --from 1 --jobs 2`: exits with 1 where a seed found a fault. */
const { values } = parseArgs({
  options: {
    scenario: { type: "string", multiple: true, default: Object.keys(scenarios) },
    seeds: { type: "string", default: "20" },
    from: { type: "string", default: "1" },
    jobs: { type: "string", default: String(Math.min(2, availableParallelism())) },
  },
});
const names = values.scenario.map(scenarioNamed);
const [seeds, from, jobs] = [values.seeds, values.from, values.jobs].map(Number);
if (seeds === undefined || from === undefined || jobs === undefined) throw new Error("unreachable");

for (const scenario of names) await runAll(scenario);

async function runAll(scenario: ScenarioName): Promise<void> {
  const due = Array.from({ length: seeds ?? 0 }, (_, index) => (from ?? 1) + index);
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    for (let seed = due.shift(); seed !== undefined; seed = due.shift()) {
      const outcome = await runSeed(scenario, seed);
      outcomes.push(outcome);
      tell(outcome);
    }
  };
  await Promise.all(Array.from({ length: jobs ?? 1 }, work));
  summarise(scenario, outcomes);
}

function scenarioNamed(name: string): ScenarioName {
  const known = Object.keys(scenarios);
  const found = known.find((each): each is ScenarioName => each === name);
  if (found === undefined) throw new Error(`There is no scenario "${name}". There are: ${known.join(", ")}.`);
  return found;
}

function tell({ scenario, seed, faults }: Outcome): void {
  if (faults.length === 0) return;
  process.exitCode = 1;
  const again = `npm run chaos -- --scenario ${scenario} --from ${seed} --seeds 1`;
  print(`${scenario} ${seed} failed. Again: ${again}`);
  for (const fault of faults.slice(0, 10)) print(`  ${fault}`);
  if (faults.length > 10) print(`  and ${faults.length - 10} more`);
}

function summarise(scenario: ScenarioName, outcomes: readonly Outcome[]): void {
  const failed = outcomes.filter(({ faults }) => faults.length > 0);
  const sum = (key: "chunks" | "seen" | "processes"): number =>
    outcomes.reduce((total, each) => total + each[key], 0);
  const times = outcomes.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  const peak = Math.max(...outcomes.map(({ peakRssMb }) => peakRssMb));
  print(
    `${scenario}: ${outcomes.length} seeds, ${failed.length} failed; ${sum("chunks")} chunks of ${sum("processes")} ` +
      `processes, ${sum("seen")} seen by clients; ${(median / 1000).toFixed(1)} s a seed; ` +
      `at most ${peak.toFixed(0)} MB`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
