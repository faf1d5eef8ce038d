import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { manyIssues } from "@switchyard/testkit/fake-bd";

/** A project's beads as a tracker's file holds them. */
export interface BeadFile {
  readonly name: string;
  readonly count: number;
  readonly text: string;
}

const real = fileURLToPath(new URL("../../../shared/data/beads-650.jsonl", import.meta.url));

/** A real project's file where it is at hand, else one like it, and one of 10,000. */
export async function beadFiles(): Promise<BeadFile[]> {
  const small = existsSync(real)
    ? { name: "a real project", text: await readFile(real, "utf8") }
    : { name: "a small project", text: linesOf(650) };
  return [small, { name: "10,000 beads", text: linesOf(10_000) }].map((file) => ({
    ...file,
    count: file.text.split("\n").filter((line) => line !== "").length,
  }));
}

export function issuesOf({ text }: BeadFile): Record<string, unknown>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function linesOf(count: number): string {
  return manyIssues(count)
    .map((issue) => `${JSON.stringify(issue)}\n`)
    .join("");
}
