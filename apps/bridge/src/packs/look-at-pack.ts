import { mkdir, open } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { PackKind, PackReview } from "@switchyard/core/protocol";
import { compareFiles } from "./compare.ts";
import { dependenciesOf, installDependencies, refuseStray } from "./dependencies.ts";
import { describeBackend } from "./describe-backend.ts";
import { describePersonas } from "./describe-personas.ts";
import { fetchPack, type FetchedPack } from "./fetch.ts";
import type { PackFile } from "./file-rules.ts";
import { MAX_REVIEW_BYTES } from "./limits.ts";
import type { Npm } from "./npm.ts";
import { readContent } from "./pack-hash.ts";
import type { InstalledPack } from "./pack-store.ts";
import { personaFiles } from "./persona-files.ts";
import { refusePack, tooLarge } from "./refuse.ts";
import type { PackSpec } from "./spec.ts";
import type { StagingPlace } from "./staging.ts";
import { type Others, standing } from "./standing.ts";

/** What is asked to be looked at. */
export interface PackRequest {
  readonly kind: PackKind;
  /** As it was written. */
  readonly spec: string;
  readonly parsed: PackSpec;
}

/** A pack in its staging place, checked. */
export interface LookedAt {
  readonly review: PackReview;
  /** The module of a backend, below its folder. */
  readonly entry: string | null;
  readonly before: InstalledPack | null;
}

export interface LookOptions extends Pick<Others, "dataFolder" | "env"> {
  readonly npm: Npm;
  readonly installed: () => readonly InstalledPack[];
  /** How much may be told of it. @default what goes out in one frame */
  readonly reviewBytes?: number | undefined;
}

/**
 * Fetches a pack into a staging place and checks everything that would be installed; none of it is run.
 * @throws {SwitchyardError} INVALID_PACK, FOLDER_NOT_FOUND, NPM_FAILED, TOO_LARGE
 */
export async function lookAtPack(
  { kind, spec, parsed }: PackRequest,
  place: StagingPlace,
  { npm, installed, reviewBytes = MAX_REVIEW_BYTES, ...home }: LookOptions,
): Promise<LookedAt> {
  const { pack, scratch } = place;
  const fetched = await fetchPack(kind, parsed, { npm, scratch });
  const files = kind === "personas" ? personaFiles(fetched) : fetched.files;
  refuseStray(kind, files);
  await writeFiles(pack, files);
  const described =
    kind === "personas" ? await describePersonas(pack, fetched.calledAs) : describeBackend(files);
  const { entry, dependencies, personas, ...told } = described;
  refuseOther(told, fetched);
  await installDependencies(dependencies, { npm, scratch, pack });
  const content = await readContent(pack, { kind, name: told.name });
  const before = installed().find((each) => each.kind === kind && each.name === told.name) ?? null;
  return {
    entry,
    before,
    review: shownReview(reviewBytes, {
      ...told,
      personas: await standing(told.name, personas, { ...home, installed: installed() }),
      kind,
      spec,
      origin: fetched.origin,
      hash: content.hash,
      bytes: content.bytes,
      dependencies: await dependenciesOf(pack, content.paths),
      before: before === null ? null : { version: before.version, hash: before.hash },
      files: await compareFiles(files, before?.folder ?? null),
    }),
  };
}

/** What nobody could be shown is not installed; of what it asks for in vain, a part may do. */
function shownReview(most: number, review: PackReview): PackReview {
  const { ignored } = review;
  let room = most - jsonBytes({ ...review, ignored: [] });
  if (room < 0) throw tooLarge("what there is to be told of it is longer than can be shown");
  const shown = ignored.filter((each) => (room -= jsonBytes(each) + 1) > 0);
  const left = ignored.length - shown.length;
  if (left === 0) return review;
  return {
    ...review,
    ignored: [...shown, { file: "…", field: "file", value: `and ${left} more like these` }],
  };
}

function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** Readable for their owner alone. */
async function writeFiles(folder: string, files: readonly PackFile[]): Promise<void> {
  const made = new Set<string>();
  for (const { path, content, isExecutable } of files) {
    const file = join(folder, path);
    if (!made.has(dirname(file))) await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    made.add(dirname(file));
    await using handle = await open(file, "wx", isExecutable ? 0o700 : 0o600);
    await handle.writeFile(content);
  }
}

/** A registry could answer with another package, or with another version of it. */
function refuseOther({ name, version }: { name: string; version: string }, { npm }: FetchedPack): void {
  if (npm === null) return;
  if (npm.name !== name) {
    throw refusePack(`npm was asked for ${npm.name}, and what it fetched calls itself ${name}.`);
  }
  // What stands behind a + is no part of a version for npm.
  const archive = `${name.replace(/^@/, "").replace("/", "-")}-${version.replace(/\+.*$/, "")}.tgz`;
  if (npm.archive === archive) return;
  throw refusePack(`What npm fetched as ${npm.archive} calls itself ${name} ${version}.`);
}
