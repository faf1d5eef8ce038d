import type { PackKind, PackReview } from "@switchyard/core/protocol";
import type { InstalledPack, PackStore } from "../../packs/pack-store.ts";
import { parseSpec } from "../../packs/spec.ts";
import type { Endings } from "../../plugins/endings.ts";
import { StartError } from "../../start-error.ts";
import { faultText } from "./fault-text.ts";
import type { Questions } from "./questions.ts";
import { reviewText } from "./review-text.ts";
import { specFrom } from "./spec-from.ts";
import { visibleLine } from "./visible.ts";

/** What installing needs of the process. */
export interface Desk {
  readonly store: PackStore;
  /** Whether it ended a bridge: the same again is a new try then. */
  readonly isHeld: Endings["isHeld"];
  /** What relative paths are relative to. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown };
  /** Null: there is nobody to ask. */
  readonly questions: Questions | null;
  /** It was agreed to ahead. */
  readonly yes: boolean;
}

/** Shows a pack and installs it. Resolves to the exit code. */
export async function addPack(kind: PackKind, spec: string, desk: Desk): Promise<number> {
  return offer(await look(kind, specFrom(spec, desk), desk), desk);
}

/** Shows what is new in one pack, or in all of a kind, and installs it. Resolves to the exit code. */
export async function updatePacks(kind: PackKind, spec: string | undefined, desk: Desk): Promise<number> {
  const packs = desk.store.list().filter((pack) => pack.kind === kind);
  if (spec === undefined) return updateAll(packs, desk);
  const installed = packs.find(({ name }) => name === spec);
  if (installed !== undefined) return updateOne(installed, desk);
  const isInstalled = (asked: string): boolean => packs.some(({ name }) => name === asked);
  const named = parseSpec(specFrom(spec, desk), desk.env);
  // Nothing is fetched that somebody may have taken a misspelt name for.
  if (named.from === "npm" && !isInstalled(named.name)) throw notInstalled(named.name);
  const review = await look(kind, specFrom(spec, desk), desk);
  if (isInstalled(review.name)) return offer(review, desk);
  await desk.store.discard(review.hash);
  throw notInstalled(review.name);
}

function notInstalled(name: string): StartError {
  return new StartError(`${name} is not installed: there is nothing to update. Use "add" instead.`);
}

async function updateAll(packs: readonly InstalledPack[], desk: Desk): Promise<number> {
  if (packs.length === 0) desk.out.write("Nothing is installed.\n");
  let exitCode = 0;
  for (const pack of packs) {
    const code = await updateOne(pack, desk).catch((error: unknown) => {
      desk.err.write(`${pack.name}: ${faultText(error)}\n`);
      return 1;
    });
    exitCode = Math.max(exitCode, code);
  }
  return exitCode;
}

async function updateOne(pack: InstalledPack, desk: Desk): Promise<number> {
  const review = await look(pack.kind, desk.store.newestSpec(pack), desk);
  if (review.name === pack.name) return offer(review, desk);
  await desk.store.discard(review.hash);
  throw new StartError(
    `What ${visibleLine(pack.spec)} holds is called ${review.name} now. Use "add" for that, and "remove" for ${pack.name}.`,
  );
}

/** A registry may take its time, or not answer at all. */
function look(kind: PackKind, spec: string, { store, err }: Desk): Promise<PackReview> {
  if (/^[@a-z0-9]/.test(spec)) err.write(`Fetching ${visibleLine(spec)} with npm…\n`);
  return store.review(kind, spec);
}

async function offer(review: PackReview, desk: Desk): Promise<number> {
  const { store, out, err } = desk;
  const installed = store.list().find(({ kind, name }) => kind === review.kind && name === review.name);
  const what = `${review.name} ${visibleLine(review.version)}`;
  if (installed !== undefined && (await isTheSame(review, installed, desk))) {
    await store.discard(review.hash);
    out.write(`${what}: nothing has changed.\n`);
    return 0;
  }
  out.write(`${await reviewText(review, installed, store)}\n`);
  if (!(await isAgreed(desk))) {
    await store.discard(review.hash);
    err.write(desk.questions === null ? `${NOBODY}\n` : `${what} was not installed.\n`);
    return 1;
  }
  await store.accept(review.hash);
  out.write(`${what} is installed.\n`);
  return 0;
}

const NOBODY = "Nothing was installed: there is no terminal to ask at. Look at it, then add --yes.";

async function isTheSame(
  review: PackReview,
  installed: InstalledPack,
  { store, isHeld }: Desk,
): Promise<boolean> {
  if (review.hash !== installed.hash || isHeld(installed)) return false;
  // Another origin is a change, too: updates would come from there.
  const isSameOrigin = [installed.spec, store.newestSpec(installed)].includes(review.spec);
  return isSameOrigin && (await store.isAsAccepted(installed));
}

async function isAgreed({ yes, questions }: Desk): Promise<boolean> {
  return yes || ((await questions?.ask("Install it?")) ?? false);
}
