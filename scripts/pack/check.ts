import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { quietly } from "./quietly.ts";

/**
 * Looks at a tarball as its users will: whether every entry is there, and is of the kind that it says it is.
 * @throws {Error} that says all that is wrong
 */
export async function checkEntries(tarball: string): Promise<void> {
  const { buffer, byteOffset, byteLength } = await readFile(tarball);
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  const { messages, pkg } = await publint({ pack: { tarball: bytes }, strict: true });
  const faults = messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code);
  if (faults.length > 0) throw new Error([tarball, ...faults].join("\n  "));
}

/**
 * Looks at what the compiler of a tarball's user will find: whether types and modules tell the same.
 * @throws {Error} that says all that is wrong
 */
export async function checkTypes(tarball: string): Promise<void> {
  await quietly("attw", [tarball, "--profile", "esm-only", "--no-emoji", "--no-color"], dirname(tarball));
}
