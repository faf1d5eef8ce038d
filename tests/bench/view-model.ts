import { filterBeads, makeBeads, narrowBeads, readBead, readBeadLines, viewModel } from "@switchyard/beads";
import { type BeadFile, beadFiles } from "./bead-files.ts";
import { ms, quantile, type Row, times } from "./report.ts";

/** What is computed of a project's beads, beside `JSON.parse` of the same records. */
export async function benchViewModel(): Promise<Row[]> {
  return (await beadFiles()).flatMap(measure);
}

const ROUNDS = 30;
/** Nearly every bead holds it: no key in the filter is dearer. */
const LETTER = "e";

function measure({ name, text, count }: BeadFile): Row[] {
  const lines = text.split("\n").filter((line) => line !== "");
  const { beads } = readBeadLines(text);
  const now = Date.now();
  // As for the page at each key: the relations are known, the filter is new.
  const relations = makeBeads(beads, now);
  const filter = { filterText: LETTER, hideClosed: true };
  const taken = inTurns({
    floor: () => lines.map((line): unknown => JSON.parse(line)),
    whole: () => viewModel(beads, {}, { now }),
    key: () => narrowBeads(relations, filterBeads(relations, filter, { now })),
    reading: () => lines.map((line) => readBead(JSON.parse(line))),
  });
  const row = (what: string, measured: number, aim: string): Row => ({
    what: `${what}, ${name}`,
    measured: ms(measured),
    floor: `${ms(taken.floor)} (JSON.parse)`,
    ratio: times(measured / taken.floor),
    aim,
  });
  return [
    row("view model", taken.whole, count > 1_000 ? "≤ 100 ms" : "≤ 10 ms"),
    row("a key in the filter", taken.key, "≤ 50 ms"),
    row("records read and checked", taken.reading, ""),
  ];
}

/** The median time of each, one after the other in every round, so that all have the same weather. */
function inTurns<K extends string>(runs: Readonly<Record<K, () => unknown>>): Record<K, number> {
  const names = Object.keys(runs) as K[];
  const taken = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of names) {
      const from = performance.now();
      runs[name]();
      taken.get(name)?.push(performance.now() - from);
    }
  }
  return Object.fromEntries(names.map((name) => [name, quantile(taken.get(name) ?? [], 0.5)])) as Record<
    K,
    number
  >;
}
