import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { failureOf, ToolFailure } from "./failure.ts";
import { beginning, openRegular } from "./read.ts";

/** The one file that the demo ever writes. */
export const OWN_FILE = "switchyard-demo.md";

/** A change of the demo's own file; `oldText` is null where the file is not there yet. */
export interface OwnEdit {
  readonly path: string;
  readonly oldText: string | null;
  readonly newText: string;
}

/** Plans to add a line to the demo's file; throws `ToolFailure` where a file of that name is not the demo's. */
export async function planEdit(cwd: string, line: string): Promise<OwnEdit> {
  const path = join(cwd, OWN_FILE);
  const oldText = await ownText(path);
  return { path, oldText, newText: `${oldText ?? HEAD}- ${line.replaceAll("\n", "\n  ")}\n` };
}

/** Writes a planned edit, if the file still is what it was planned on; throws `ToolFailure`. */
export async function writeEdit({ path, oldText, newText }: OwnEdit): Promise<void> {
  try {
    // Exclusive: what has come between the plan and now is not the demo's.
    await using file = oldText === null ? await open(path, "wx") : await openOwn(path, oldText);
    await file.truncate(0);
    await file.write(newText, 0);
  } catch (error) {
    throw failureOf(error);
  }
}

async function openOwn(path: string, oldText: string) {
  const file = await openRegular(path, constants.O_RDWR);
  const { text } = await beginning(file);
  if (text === oldText) return file;
  await file.close();
  throw new ToolFailure("It was changed in the meantime.");
}

async function ownText(path: string): Promise<string | null> {
  try {
    await using file = await openRegular(path, constants.O_RDONLY);
    const { text, isWhole } = await beginning(file);
    if (!isWhole) throw new ToolFailure("It is too large to be edited.");
    // Another name of the same file is somebody's.
    if ((await file.stat()).nlink === 1 && text.startsWith(MARK)) return text;
  } catch (error) {
    if (isMissing(error)) return null;
    throw failureOf(error);
  }
  throw new ToolFailure(`A ${OWN_FILE} is there that is not the demo's.`);
}

const MARK = "<!-- Written by the Switchyard demo. -->\n";
const HEAD = `${MARK}\n# Switchyard demo\n\nNo model wrote this file. Delete it whenever you like.\n\n`;

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
