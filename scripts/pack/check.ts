import { globSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { z } from "zod";
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

/**
 * Looks at whether a package that is laid out asks for Node's types where its own speak of them: without those its
 * types are `any` to whoever reads them, or faults.
 * @throws {Error} that names the declarations
 */
export async function checkNodeTypes(folder: string): Promise<void> {
  const manifest: unknown = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  if ("@types/node" in AskedFor.parse(manifest).peerDependencies) return;
  const files = globSync("**/*.d.ts", { cwd: folder });
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  const needing = files.filter((_, at) => NODE_TYPES.test(texts[at] ?? ""));
  if (needing.length === 0) return;
  throw new Error([`${folder} does not ask for @types/node, which these need:`, ...needing].join("\n  "));
}

const AskedFor = z.object({ peerDependencies: z.record(z.string(), z.string()).default({}) });
const NODE_TYPES = /["']node:|\bNodeJS\.|\bBuffer\b|types="node"/;
