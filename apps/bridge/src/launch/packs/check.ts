import { resolve } from "node:path";
import { readPersonaPack } from "@switchyard/personas";
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
  const pack = await readPersonaPack(root, {
    layer: "installed",
    headless: PLAIN.test(root) ? "persona" : "ignored",
  });
  if (pack === null) throw new StartError(`There is no folder ${visibleLine(folder)}.`);
  const { personas, ignored, problems } = pack;
  for (const line of [...problems.map(problemLine), ...ignored.map(ignoredLine)]) out.write(`${line}\n`);
  const isGood = problems.length === 0 && personas.length > 0;
  out.write(`${counted(personas.length, "persona")}, ${counted(problems.length, "problem")}.\n`);
  return isGood ? 0 : 1;
}

/** Where templates are Markdown alone. */
const PLAIN = /[\\/]\.agent[\\/]templates[\\/]personas$/;

function counted(count: number, noun: string): string {
  return `${count === 0 ? "no" : count} ${noun}${count === 1 ? "" : "s"}`;
}
