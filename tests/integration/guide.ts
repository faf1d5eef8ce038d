import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** What a guide has its reader write and run. */
export interface Guide {
  /** Texts by file, in the order of the guide: a block of code below a line that is the file's name. */
  readonly files: ReadonlyMap<string, string>;
  /** Its blocks for the shell, in order. */
  readonly scripts: readonly string[];
}

/** Reads a guide of `docs/guides` by its name. */
export async function readGuide(name: string): Promise<Guide> {
  const file = fileURLToPath(new URL(`../../docs/guides/${name}.md`, import.meta.url));
  const text = await readFile(file, "utf8");
  const files = [...text.matchAll(/^`([^`\n]+)`:\n\n```\w+\n(.*?)^```$/gms)];
  const scripts = [...text.matchAll(/^```sh\n(.*?)^```$/gms)];
  return {
    files: new Map(files.map(([, path = "", content = ""]) => [path, content])),
    scripts: scripts.map(([, script = ""]) => script),
  };
}
