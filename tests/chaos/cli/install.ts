import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the chaos CLI is, and where its processes write their journals. */
export interface InstalledCli {
  readonly program: string;
  readonly journals: string;
}

/** Makes a program of the chaos CLI that a bridge takes for Claude Code. */
export async function installChaosCli(folder: string): Promise<InstalledCli> {
  const journals = join(folder, "journals");
  await mkdir(journals, { recursive: true });
  const program = join(folder, "claude");
  const words = [process.execPath, fileURLToPath(new URL("./main.ts", import.meta.url)), journals];
  const run = words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(" ");
  await writeFile(program, SCRIPT.replace("RUN", run));
  await chmod(program, 0o755);
  return { program, journals };
}

/** What it is asked before it is used it answers by itself: that costs no start of Node. */
const SCRIPT = `#!/bin/sh
case "$1" in
  --version) echo '2.1.330 (Claude Code)' ;;
  auth) echo '{"loggedIn": true}' ;;
  *) exec RUN "$@" ;;
esac
`;
