import { rm } from "node:fs/promises";
import { type PackKind, type PackName, type PackReview, SwitchyardError } from "@switchyard/core/protocol";
import { runCommand } from "../process/run-command.ts";
import { openInstalledList } from "./installed-list.ts";
import { makeNpm, type NpmOptions } from "./npm.ts";
import { readContent } from "./pack-hash.ts";
import type { InstalledPack, PackStore } from "./pack-store.ts";
import { putInPlace } from "./put-in-place.ts";
import { packPlaces } from "./record.ts";
import { asStorageFault, printable } from "./refuse.ts";
import { readShown } from "./shown-file.ts";
import { newestSpec, parseSpec } from "./spec.ts";
import { makeStagedPacks } from "./staged-packs.ts";
import { makeStagingPlace, tidyStaging } from "./staging.ts";
import { tidyPacks } from "./tidy.ts";

export interface PackStoreOptions {
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folders that our own packages are installed in. */
  readonly ownRoots: readonly string[];
  /** Whether the files of packs that are not installed any more are removed: only a bridge that starts may. @default false */
  readonly tidies?: boolean;
  /** Tells the user, in a line. @default nobody is told */
  readonly say?: (line: string) => void;
  /** Unix ms. @default Date.now */
  readonly now?: () => number;
  /** @default the bridge's own */
  readonly run?: NpmOptions["run"];
  /** How much may be told of a pack. @default what goes out in one frame */
  readonly reviewBytes?: number;
}

/** Opens the packs of a data folder, for a bridge or for a command beside it. */
export async function openPackStore(options: PackStoreOptions): Promise<PackStore> {
  const { dataFolder, env, ownRoots, reviewBytes } = options;
  const { say = () => undefined, now = Date.now, run = runCommand } = options;
  const places = packPlaces(dataFolder);
  const installed = await openInstalledList(places, say);
  await tidyStaging(places.staging).catch(() => undefined);
  if (options.tidies === true) await tidyPacks(places, installed).catch(() => undefined);
  const ending = new AbortController();
  const npm = makeNpm({ env, ownRoots, run, signal: ending.signal });
  const staged = makeStagedPacks();
  const looking = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  async function look(kind: PackKind, spec: string): Promise<PackReview> {
    const parsed = parseSpec(spec, env);
    const place = await makeStagingPlace(places.staging);
    try {
      // With the loader of personas: most runs of the bridge install nothing.
      const { lookAtPack } = await import("./look-at-pack.ts");
      const looked = await lookAtPack({ kind, spec, parsed }, place, {
        npm,
        installed: installed.get,
        reviewBytes,
        dataFolder,
        env,
      });
      // npm's cache and what it fetched.
      await rm(place.scratch, { recursive: true, force: true });
      if (ending.signal.aborted) throw new SwitchyardError("STORAGE_FAILED", "Switchyard ends.");
      await staged.keep({ ...looked, place });
      return looked.review;
    } catch (error) {
      // What can't be removed now is tidied when the packs are opened again.
      await place.remove().catch(() => undefined);
      throw error;
    }
  }

  async function close(): Promise<void> {
    ending.abort();
    installed.close();
    await Promise.all(looking);
    await staged.close();
  }

  return {
    list: installed.get,
    review(kind, spec) {
      const looked = look(kind, spec).catch((error: unknown) => {
        throw asStorageFault(error);
      });
      const settled = looked.catch(() => undefined);
      looking.add(settled);
      return looked.finally(() => looking.delete(settled));
    },
    async accept(hash) {
      const taken = staged.take(hash);
      try {
        return await putInPlace(taken, { places, installed, now });
      } catch (error) {
        const isChanged = error instanceof SwitchyardError && error.code === "PACK_CHANGED";
        await (isChanged ? taken.place.remove().catch(() => undefined) : staged.keep(taken));
        throw asStorageFault(error);
      }
    },
    reviewOf: (hash) => staged.find(hash)?.review,
    async readFile(hash, path) {
      const { review, before, place } = staged.need(hash);
      if (!review.files.some((file) => file.path === path)) throw noSuchFile(path);
      const after = await readShown(place.pack, path);
      const old = before === null ? { text: null, isCut: false } : await readShown(before.folder, path);
      return { before: old.text, after: after.text, isCut: after.isCut || old.isCut };
    },
    discard: staged.drop,
    async remove(kind, name) {
      await installed.change((packs) => {
        const rest = packs.filter((pack) => pack.kind !== kind || pack.name !== name);
        if (rest.length === packs.length) throw notInstalled(kind, name, packs);
        return rest;
      });
    },
    newestSpec: ({ spec, origin }) => (origin === "npm" ? newestSpec(spec) : spec),
    async isAsAccepted(pack) {
      const content = await readContent(pack.folder, pack).catch(() => null);
      return content?.hash === pack.hash;
    },
    async loaded(name, backendId) {
      const isTold = (pack: InstalledPack): boolean =>
        pack.kind !== "backend" || pack.name !== name || pack.backendId === backendId;
      await installed.change((packs) =>
        packs.every(isTold) ? packs : packs.map((pack) => (isTold(pack) ? pack : { ...pack, backendId })),
      );
    },
    onChanged: installed.onChanged,
    // Whoever closes it again waits, too, until nothing lies there.
    close: () => (closing ??= close()),
  };
}

function noSuchFile(path: string): SwitchyardError {
  return new SwitchyardError("PACK_NOT_FOUND", `The pack has no file ${printable(path)}.`);
}

function notInstalled(kind: PackKind, name: PackName, packs: readonly InstalledPack[]): SwitchyardError {
  const there = packs.filter((pack) => pack.kind === kind).map((pack) => pack.name);
  const others = there.length === 0 ? "None is" : `Installed are: ${there.join(", ")}`;
  return new SwitchyardError(
    "PACK_NOT_FOUND",
    `No pack of ${kind === "backend" ? "a backend" : "personas"} named ${name} is installed. ${others}.`,
  );
}
