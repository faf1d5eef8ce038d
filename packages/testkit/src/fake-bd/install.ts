import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface FakeBdOptions {
  /** Which version's ways it has; `FAKE_BD_VERSION` goes before. @default "1.0.5" */
  readonly version?: string;
}

/** Puts a program `bd` into a folder, that a test names first in PATH. */
export function installFakeBd(
  folder: string,
  { version = "1.0.5" }: FakeBdOptions = {},
): Promise<{ path: string }> {
  return install(join(folder, "bd"), [
    `FAKE_BD_VERSION="\${FAKE_BD_VERSION:-${version}}"`,
    "export FAKE_BD_VERSION",
    starting("./program/main.ts"),
  ]);
}

/** Puts a program `br` into a folder: beads_rust; `FAKE_BR_VERSION` goes before. @default "0.1.12" */
export function installFakeBr(
  folder: string,
  { version = "0.1.12" }: FakeBdOptions = {},
): Promise<{ path: string }> {
  return install(join(folder, "br"), [
    `FAKE_BR_VERSION="\${FAKE_BR_VERSION:-${version}}"`,
    "export FAKE_BR_VERSION",
    starting("./program/br-main.ts"),
  ]);
}

/** Puts a program `bd` into a folder that is another's: it knows no beads and no JSON. */
export function installDebianBd(folder: string): Promise<{ path: string }> {
  return install(join(folder, "bd"), [
    "echo 'usage: bd [-v] [directory]' >&2",
    "echo 'bd: find and change to a directory above the current one' >&2",
    "exit 1",
  ]);
}

async function install(path: string, lines: readonly string[]): Promise<{ path: string }> {
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${lines.join("\n")}\n`);
  await chmod(path, 0o755);
  return { path };
}

/** A test starts it often: what Node made of its sources is kept. */
function starting(program: string): string {
  const cache = fileURLToPath(new URL("../../../../node_modules/.cache/fake-bd", import.meta.url));
  const words = [process.execPath, fileURLToPath(import.meta.resolve(program))].map(quoted);
  return `NODE_COMPILE_CACHE=${quoted(cache)}\nexport NODE_COMPILE_CACHE\nexec ${words.join(" ")} "$@"`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
