import { cp, mkdir, readFile, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SwitchyardError } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { freshened } from "./freshen.ts";

export interface SampleOptions {
  readonly dataFolder: string;
  /** The sample's own folder, which is only read. */
  readonly sample: string;
  /** Unix milliseconds. */
  readonly now: () => number;
}

/**
 * The folder of the user's own copy of the sample, by its real path; it is made where there is none, as if all that
 * happened in it had happened just now.
 * @throws {SwitchyardError} STORAGE_FAILED
 */
export async function copySample({ dataFolder, sample, now }: SampleOptions): Promise<string> {
  const place = join(dataFolder, "samples", SAMPLE_NAME);
  try {
    if (!(await isThere(place))) await copy(sample, place, now());
    return await realpath(place);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown fault";
    throw new SwitchyardError("STORAGE_FAILED", `The sample was not copied: ${reason}`);
  }
}

/** Its folder's name is the project's. */
export const SAMPLE_NAME = "parcel-api";

/** Whole or not at all: a half of it would never be completed. */
async function copy(sample: string, place: string, now: number): Promise<void> {
  const part = `${place}.${uuid()}`;
  try {
    await mkdir(join(place, ".."), { recursive: true, mode: 0o700 });
    await cp(sample, part, { recursive: true });
    const issues = join(part, ".beads", "issues.jsonl");
    await writeFile(issues, freshened(await readFile(issues, "utf8"), now));
    await rename(part, place);
  } catch (error) {
    await rm(part, { recursive: true, force: true }).catch(() => undefined);
    // Another call may have put it there meanwhile.
    if (!(await isThere(place))) throw error;
  }
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
