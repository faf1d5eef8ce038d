import { opendir } from "node:fs/promises";
import { failureOf } from "./failure.ts";

/** What stands in a folder, folders with a `/`; `isWhole` is false where there is more than was looked at. */
export interface Listing {
  readonly names: readonly string[];
  readonly isWhole: boolean;
}

/** Looks at a folder, at most at its first thousand entries; throws `ToolFailure`. */
export async function listFolder(cwd: string): Promise<Listing> {
  const names: string[] = [];
  try {
    for await (const entry of await opendir(cwd)) {
      if (names.length === MOST_ENTRIES) return { names: names.toSorted(), isWhole: false };
      names.push(entry.isDirectory() ? `${entry.name}/` : entry.name);
    }
  } catch (error) {
    throw failureOf(error);
  }
  return { names: names.toSorted(), isWhole: true };
}

const MOST_ENTRIES = 1000;

/** A name as it can stand in a line of Markdown, whatever characters it has. */
export function shownName(name: string): string {
  const plain = name.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029`]/gu, "?");
  return `\`${plain.length > 60 ? `${plain.slice(0, 59)}…` : plain}\``;
}
