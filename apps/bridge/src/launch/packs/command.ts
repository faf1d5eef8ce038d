import type { Readable } from "node:stream";
import { SwitchyardError } from "@switchyard/core/protocol";
import { locateDataFolder } from "../../data-folder/locate.ts";
import { prepareDataFolder } from "../../data-folder/prepare.ts";
import { openPackStore } from "../../packs/open-pack-store.ts";
import type { PackStore } from "../../packs/pack-store.ts";
import { packPlaces } from "../../packs/record.ts";
import { heldIn } from "../../plugins/endings.ts";
import { StartError } from "../../start-error.ts";
import { ownRoots } from "../own-places.ts";
import type { Host } from "../start.ts";
import { atInterrupt } from "./at-interrupt.ts";
import { checkFolder } from "./check.ts";
import { faultText } from "./fault-text.ts";
import type { PackCall } from "./flags.ts";
import { addPack, updatePacks } from "./install.ts";
import { listText } from "./list.ts";
import { questionsAt } from "./questions.ts";

/** The process as the commands on packs see it. */
export interface PackHost extends Pick<Host, "cwd" | "env" | "err"> {
  readonly out: Host["out"] & { readonly isTTY?: boolean };
  readonly input: Readable & { readonly isTTY?: boolean };
}

/**
 * Does what a command on packs asks for, whether a bridge runs or not. Resolves to the exit code.
 * @throws {StartError} where it can't
 */
export async function packCommand(call: PackCall, host: PackHost): Promise<number> {
  try {
    if (call.action === "check") return await checkFolder(call.folder, host);
    return await withStore(call, host);
  } catch (error) {
    throw error instanceof SwitchyardError ? new StartError(faultText(error), { cause: error }) : error;
  }
}

async function withStore(call: Exclude<PackCall, { action: "check" }>, host: PackHost): Promise<number> {
  const { env, err } = host;
  const dataFolder = locateDataFolder(env);
  await prepareDataFolder(dataFolder);
  const say = (line: string): void => void err.write(`${line}\n`);
  const store = await openPackStore({ dataFolder, env, ownRoots: ownRoots(), say });
  // Else npm would go on by itself, and what it has fetched would lie there.
  using _ = atInterrupt(() => void store.close());
  try {
    return await obey(call, host, store);
  } finally {
    await store.close();
  }
}

async function obey(
  call: Exclude<PackCall, { action: "check" }>,
  host: PackHost,
  store: PackStore,
): Promise<number> {
  const { cwd, env, out, err, input } = host;
  const isHeld = heldIn(packPlaces(locateDataFolder(env)).endings);
  if (call.action === "list") {
    out.write(await listText(call.kind, { store, isHeld }, call.json));
    return 0;
  }
  if (call.action === "remove") {
    await store.remove(call.kind, call.name);
    out.write(`${call.name} is removed. Sessions that were started with it keep what they have.\n`);
    return 0;
  }
  using questions = questionsAt(input, out);
  const desk = { store, isHeld, cwd, env, out, err, questions, yes: call.yes };
  if (call.action === "add") return await addPack(call.kind, call.spec, desk);
  return await updatePacks(call.kind, call.spec, desk);
}
