import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { type ReadAs, readPersonaPack } from "@switchyard/personas";
import { StartError } from "../../start-error.ts";
import { ignoredLine, problemLine } from "./told-lines.ts";
import { visibleLine } from "./visible.ts";

/**
 * Prints what is wrong in a folder of personas, and what of it is not applied. Resolves to the exit code.
 * @throws {StartError} where there is no such folder
 */
export async function checkFolder(
  folder: string,
  { cwd, out }: { readonly cwd: string; readonly out: { write(text: string): unknown } },
): Promise<number> {
  const root = resolve(cwd, folder);
  const isFolder = await stat(root).then(
    (found) => found.isDirectory(),
    () => null,
  );
  if (isFolder === false) {
    throw new StartError(`${visibleLine(folder)} is a file. Name the folder that it lies in.`);
  }
  const pack = await readPersonaPack(root, { layer: "installed", headless: headlessIn(root) });
  if (pack === null) throw new StartError(`There is no folder ${visibleLine(folder)}.`);
  const { personas, ignored, problems } = pack;
  for (const line of [...problems.map(problemLine), ...ignored.map(ignoredLine)]) out.write(`${line}\n`);
  const isGood = problems.length === 0 && personas.length > 0;
  out.write(`${counted(personas.length, "persona")}, ${counted(problems.length, "problem")}.\n`);
  if (personas.length === 0 && problems.length === 0) out.write(`${NOWHERE}\n`);
  return isGood ? 0 : 1;
}

const NOWHERE =
  "Folders that begin with a dot are not looked into. Name the one that holds the personas itself: .claude/agents";

/** As a project's own folders are read. */
function headlessIn(root: string): NonNullable<ReadAs["headless"]> {
  if (/[\\/]\.agent[\\/]templates[\\/]personas$/.test(root)) return "persona";
  return /[\\/]\.switchyard[\\/]personas$/.test(root) ? "problem" : "ignored";
}

function counted(count: number, noun: string): string {
  return `${count === 0 ? "no" : count} ${noun}${count === 1 ? "" : "s"}`;
}
