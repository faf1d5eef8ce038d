import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One text file of the repository, as the house's own rules read it. */
export interface SourceFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** One broken rule, at a line that counts from 1. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

/** All text files below `root` that are the repository's own, ordered by path. */
export function readSources(root: string): SourceFile[] {
  return pathsBelow(root, "")
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

function pathsBelow(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : pathsBelow(root, `${path}/`);
    return entry.isFile() && TEXT.test(entry.name) ? [path] : [];
  });
}

const TEXT = /\.(?:[cm]?[jt]s|[jt]sx|css|html|md|jsonc?|jsonl|ndjson|ya?ml|svg|sh)$|^run$/;
const NOT_OURS = new Set([
  "node_modules",
  ".git",
  ".turbo",
  "dist",
  "coverage",
  "test-results",
  "playwright-report",
]);

export function isCode(path: string): boolean {
  return /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path);
}

/** Whether only tests run this file. */
export function isTestCode(path: string): boolean {
  return /\.(?:test|testkit)\.tsx?$|^tests\/|(?:^|\/)(?:testkit|testing)\//.test(path);
}

/** The number of the line that holds the character at `offset`. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
