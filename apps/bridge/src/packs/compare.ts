import { setImmediate } from "node:timers/promises";
import { countUnseen } from "@switchyard/core/persona";
import type { PackReview } from "@switchyard/core/protocol";
import { type PackFile, textOf } from "./file-rules.ts";
import { readPackFolder } from "./folder.ts";

type ReviewedFile = PackReview["files"][number];

/** How the own files of a pack differ from those of the one that it takes the place of, in the order of their paths. */
export async function compareFiles(
  files: readonly PackFile[],
  folderBefore: string | null,
): Promise<ReviewedFile[]> {
  const left = new Map((await ownFiles(folderBefore)).map((file) => [file.path, file.content]));
  const compared: ReviewedFile[] = [];
  for (const { path, content } of files.filter((file) => !file.path.startsWith("node_modules/"))) {
    const change = changeOf(content, left.get(path));
    left.delete(path);
    compared.push({ path, bytes: content.length, change, unseen: unseenIn(content) });
    await setImmediate();
  }
  for (const [path, content] of left) {
    compared.push({ path, bytes: content.length, change: "removed", unseen: 0 });
  }
  return compared.toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/** Personas have no longer texts; what is longer in a backend is no text that one reads. */
function unseenIn(content: Buffer): number {
  return countUnseen(textOf(content)?.slice(0, 256 * 1024) ?? "");
}

/** What cannot be read any more is as if it were not there. */
async function ownFiles(folder: string | null): Promise<readonly PackFile[]> {
  return folder === null ? [] : readPackFolder(folder).catch(() => []);
}

function changeOf(content: Buffer, old: Buffer | undefined): ReviewedFile["change"] {
  if (old === undefined) return "added";
  return old.equals(content) ? "same" : "changed";
}
