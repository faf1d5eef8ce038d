import { exampleIssues, type FakeWorkspace, installFakeBd, makeWorkspace } from "@switchyard/testkit/fake-bd";
import { type BenchOptions, makePlace, makeTrackerBench, type TrackerBench } from "./tracker-bench.ts";

export interface FakeOptions {
  readonly version?: string;
  readonly storage?: "jsonl" | "dolt" | "sqlite";
}

export async function fakeWorkspace(
  { version = "1.0.5", ...rest }: FakeOptions,
  install: (folder: string) => Promise<unknown> = (folder) => installFakeBd(folder, { version }),
) {
  const place = await makePlace();
  await install(place.bin);
  const workspace = await makeWorkspace(place.root, exampleIssues(), { version, ...rest });
  return { ...place, workspace, journal: workspace.journal, overlaps: workspace.overlaps };
}

export async function fakeBench(
  given: FakeOptions,
  options: BenchOptions = {},
  install?: (folder: string) => Promise<unknown>,
): Promise<TrackerBench & { readonly workspace: FakeWorkspace; readonly bin: string }> {
  const made = await fakeWorkspace(given, install);
  const bench = makeTrackerBench(made, options);
  return { ...bench, workspace: made.workspace, bin: made.bin };
}
