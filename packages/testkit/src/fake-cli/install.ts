import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FakeStep, Scenario } from "./scenario.ts";

/**
 * Makes a program of a scenario: it stands in for a CLI wherever a path can be named. Resolves to that path.
 * @param folder where it is put; it need not be there
 */
export async function installFakeCli(
  folder: string,
  { version, runs }: { version: string; runs: readonly (readonly FakeStep[])[] },
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const scenario = join(folder, "scenario.json");
  await writeFile(scenario, JSON.stringify(Scenario.parse({ version, runs })));
  const program = join(folder, "fake-cli");
  const words = [process.execPath, fileURLToPath(import.meta.resolve("./main.ts")), scenario].map(quoted);
  await writeFile(program, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`);
  await chmod(program, 0o755);
  return program;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
