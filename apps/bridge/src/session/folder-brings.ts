import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { FolderBrings, TrustQuestion } from "@switchyard/core/protocol";
import { readEnvironment, readSettings, readText } from "./settings-files.ts";

/**
 * The files by which a repository makes a CLI run something at its start, each with its reader. All of them
 * are looked at whatever the backend: trust is in the folder. Only variables, which many folders set for
 * programs of their own, are a matter of the backend.
 */
const FILES: Readonly<Record<string, (file: string, text: string) => FolderBrings[]>> = {
  ".claude/settings.json": readSettings,
  ".claude/settings.local.json": readSettings,
  ".mcp.json": readSettings,
  ".gemini/settings.json": readSettings,
  "opencode.json": readSettings,
  "opencode.jsonc": readSettings,
  ".opencode/opencode.json": readSettings,
  ".opencode/opencode.jsonc": readSettings,
  ".codex/config.toml": readText,
};

/** The folders whose files a CLI loads as code of its own. */
const CODE_FOLDERS = [".opencode/plugin", ".opencode/plugins", ".opencode/tool", ".opencode/tools"];

/**
 * What would run, or change what may run, when a CLI starts in `folder`: CLIs look there and above it.
 * `own`: files and folders of the user's own. `environmentFiles`: what else this CLI takes variables from.
 */
export async function whatItBrings(
  folder: string,
  own: ReadonlySet<string>,
  environmentFiles: readonly string[] = [],
): Promise<Omit<TrustQuestion, "cwd">> {
  const readers = [
    ...Object.entries(FILES),
    ...environmentFiles.map((name) => [name, readEnvironment] as const),
  ];
  const brings: FolderBrings[] = [];
  const hash = createHash("sha256");
  const take = (shown: string, text: string, found: readonly FolderBrings[]): void => {
    if (found.length === 0) return;
    brings.push(...found);
    hash.update(`${shown}\0${text.length}\0${text}`);
  };
  for (const place of placesUpToRoot(folder)) {
    for (const [name, read] of readers) {
      const file = join(place, name);
      // The user's own settings are theirs, also where the session works in or below the home folder.
      if (own.has(file) || own.has(dirname(file))) continue;
      const text = await readFile(file, "utf8").catch(() => null);
      const shown = relative(folder, file);
      if (text !== null) take(shown, text, read(shown, text));
    }
    for (const name of CODE_FOLDERS) {
      if (own.has(dirname(join(place, name)))) continue;
      const shown = relative(folder, join(place, name));
      const text = await codeIn(join(place, name));
      const detail = text.map(([file]) => `loads ${file}`);
      if (text.length > 0) take(shown, JSON.stringify(text), [{ file: shown, kind: "commands", detail }]);
    }
  }
  return { brings, hash: hash.digest("hex") };
}

function placesUpToRoot(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...placesUpToRoot(parent)];
}

/** Names and contents of the code that lies in a folder, in order. */
async function codeIn(folder: string): Promise<[name: string, text: string][]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => !entry.isDirectory() && CODE.test(entry.name));
  return Promise.all(
    names
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(async ({ name }): Promise<[string, string]> => [
        name,
        await readFile(join(folder, name), "utf8").catch(() => ""),
      ]),
  );
}

const CODE = /\.[cm]?[jt]sx?$/;
