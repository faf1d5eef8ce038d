import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { goJson } from "./program/answer.ts";
import { toIssue, type Issue } from "./program/issue.ts";

/** What the fake keeps in `.beads` beside what bd has there; the names are of a kind that watchers leave out. */
export const FAKE_FILES = {
  switches: "fake-bd-switches.lock",
  journal: "fake-bd-journal.log",
  overlaps: "fake-bd-overlaps.log",
  lock: "fake-bd.lock",
  hold: "fake-bd-hold.lock",
  held: "fake-bd-held.lock",
} as const;

/** Where Dolt's tables stand in for. */
export const DOLT_STATE = "embeddeddolt/fake.json";
export const JSONL_STATE = "issues.jsonl";

/** Where a workspace's issues are, and how they are written. */
export function stateIn(beadsDir: string): { file: string; isDolt: boolean } {
  const dolt = join(beadsDir, DOLT_STATE);
  return existsSync(dolt)
    ? { file: dolt, isDolt: true }
    : { file: join(beadsDir, JSONL_STATE), isDolt: false };
}

export function readState(beadsDir: string): Issue[] {
  const { file, isDolt } = stateIn(beadsDir);
  if (!existsSync(file)) return [];
  const text = readFileSync(file, "utf8");
  const rows: unknown[] = isDolt ? rowsOf(text) : text.split("\n").flatMap(parsedLine);
  return rows.map(toIssue).filter((issue) => issue !== null);
}

/** Replaces the issues in one step; what Dolt never has, tombstones, is left out there. */
export function writeState(beadsDir: string, issues: readonly object[]): void {
  const { file, isDolt } = stateIn(beadsDir);
  if (isDolt) {
    const rows = issues.filter((issue) => !("status" in issue && issue.status === "tombstone"));
    replaceFile(file, `${JSON.stringify(rows)}\n`);
    return;
  }
  replaceFile(file, issues.map((issue) => `${goJson(issue, 0)}\n`).join(""));
  const database = join(beadsDir, "beads.db");
  if (existsSync(database)) writeFileSync(database, "");
}

/** Beside it and renamed, as every writer of these files does. */
export function replaceFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const beside = `${file}.tmp.${process.pid}`;
  writeFileSync(beside, text);
  renameSync(beside, file);
}

function rowsOf(text: string): unknown[] {
  const value: unknown = JSON.parse(text);
  return Array.isArray(value) ? value : [];
}

function parsedLine(line: string): unknown[] {
  if (line.trim() === "") return [];
  try {
    return [JSON.parse(line)];
  } catch {
    return [];
  }
}
