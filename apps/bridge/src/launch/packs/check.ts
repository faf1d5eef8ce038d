import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { readPersonaPack } from "@switchyard/personas";
import { locateDataFolder } from "../../data-folder/locate.ts";
import { waysIn } from "../../personas/sources.ts";
import { StartError } from "../../start-error.ts";
import type { PackHost } from "./command.ts";
import { installFaults } from "./install-faults.ts";
import { ignoredLine, problemLine } from "./told-lines.ts";
import { visibleLine } from "./visible.ts";

/**
 * Prints what is wrong in a folder of personas, and what of it is not applied. Resolves to the exit code.
 * @throws {StartError} where there is no such folder
 */
export async function checkFolder(
  folder: string,
  { cwd, env, out }: Pick<PackHost, "cwd" | "env" | "out">,
): Promise<number> {
  const root = resolve(cwd, folder);
  const isFolder = await stat(root).then(
    (found) => found.isDirectory(),
    () => null,
  );
  if (isFolder === false) {
    throw new StartError(`${visibleLine(folder)} is a file. Name the folder that it lies in.`);
  }
  const ways = await waysIn(root, { env, dataFolder: locateDataFolder(env) });
  const pack = await readPersonaPack(root, { layer: "installed", ...ways });
  if (pack === null) throw new StartError(`There is no folder ${visibleLine(folder)}.`);
  const { personas, ignored } = pack;
  const known = new Set(pack.problems.map(({ file }) => file));
  // Where links are followed, the user's own personas are read as they are, and installed by nobody.
  const refused = ways.followsLinks === true ? [] : await installFaults(root);
  const problems = [...pack.problems, ...refused.filter(({ file }) => !known.has(file))];
  for (const line of [...problems.map(problemLine), ...ignored.map(ignoredLine)]) out.write(`${line}\n`);
  const atLeast = pack.isCut ? "at least " : "";
  const isGood = problems.length === 0 && personas.length > 0;
  out.write(`${counted(personas.length, "persona")}, ${atLeast}${counted(problems.length, "problem")}.\n`);
  if (personas.length === 0 && problems.length === 0) out.write(`${NOWHERE}\n`);
  return isGood ? 0 : 1;
}

const NOWHERE =
  "Folders that begin with a dot are not looked into. Name the one that holds the personas itself: .claude/agents";

function counted(count: number, noun: string): string {
  return `${count === 0 ? "no" : count} ${noun}${count === 1 ? "" : "s"}`;
}
