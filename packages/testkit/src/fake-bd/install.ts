import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { linked } from "./link.ts";

export interface FakeBdOptions {
  /** Which version's ways it has; `FAKE_BD_VERSION` goes before. @default "1.0.5" */
  readonly version?: string;
}

/** Puts a program `bd` into a folder, that a test names first in PATH. */
export async function installFakeBd(
  folder: string,
  { version = "1.0.5" }: FakeBdOptions = {},
): Promise<{ path: string }> {
  return install(join(folder, "bd"), [
    `FAKE_BD_VERSION="\${FAKE_BD_VERSION:-${version}}"`,
    "export FAKE_BD_VERSION",
    await starting("program/main.ts"),
  ]);
}

/** Puts a program `br` into a folder: beads_rust; `FAKE_BR_VERSION` goes before. @default "0.1.12" */
export async function installFakeBr(
  folder: string,
  { version = "0.1.12" }: FakeBdOptions = {},
): Promise<{ path: string }> {
  return install(join(folder, "br"), [
    `FAKE_BR_VERSION="\${FAKE_BR_VERSION:-${version}}"`,
    "export FAKE_BR_VERSION",
    await starting("program/br-main.ts"),
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

async function starting(program: string): Promise<string> {
  return `exec ${[process.execPath, await linked(program)].map(quoted).join(" ")} "$@"`;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
