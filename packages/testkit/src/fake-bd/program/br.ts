import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { goJson } from "./answer.ts";
import { byPriority, edgesOf, toIssue, type Issue } from "./issue.ts";
import { findPlace } from "./place.ts";
import { readiness } from "./ready.ts";

// The fake br: `node br.ts [arguments of the real one]`, of which it knows those that read.
// A reader that goes away is no fault of its own.
process.stdout.on("error", () => undefined);

const [command = "", ...rest] = process.argv.slice(2).filter((word) => !word.startsWith("-"));
const VERSION = "0.1.12";

if (command === "version" || process.argv.includes("--version"))
  say({ version: VERSION, build: "release", commit: "745c0bf" });
else answer();

function answer(): void {
  const place = findPlace(process.cwd(), process.env);
  const file = place === null ? "" : join(place.beadsDir, "issues.jsonl");
  if (!existsSync(file))
    return fail({ code: "NOT_INITIALIZED", message: "Beads not initialized: run 'br init' first" }, 2);
  const issues = readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => (line === "" ? [] : (toIssue(JSON.parse(line)) ?? [])));
  const live = issues.filter(({ status }) => status !== "tombstone").toSorted(byPriority);
  const { isReady } = readiness(issues, new Date());
  if (command === "list")
    return say(
      limited(live.filter(({ status }) => process.argv.includes("--all") || status !== "closed")).map(
        printed,
      ),
    );
  if (command === "ready") return say(limited(live.filter(isReady)).map(printed));
  if (command !== "show")
    return fail({ code: "UNKNOWN_COMMAND", message: `unrecognized subcommand '${command}'` }, 2);
  const found = live.filter(({ id }) => rest.includes(id));
  if (found.length === 0)
    return fail({ code: "ISSUE_NOT_FOUND", message: `Issue not found: ${rest.join(" ")}` }, 3);
  say(
    found.map((issue) => ({
      ...printed(issue),
      dependencies: edgesOf(issue).flatMap((edge) => targets(live, edge.depends_on_id, edge.type)),
    })),
  );
}

function targets(issues: readonly Issue[], id: string, type: string): object[] {
  return issues
    .filter((issue) => issue.id === id)
    .map(({ title, status, priority }) => ({ id, title, status, priority, dependency_type: type }));
}

function printed(issue: Issue): object {
  return { ...issue, source_repo: ".", compaction_level: 0, original_size: 0 };
}

function limited(issues: readonly Issue[]): readonly Issue[] {
  const text = process.argv.findLast((_, index, all) => ["--limit", "-n"].includes(all[index - 1] ?? ""));
  const glued = process.argv.findLast((word) => word.startsWith("--limit="))?.slice("--limit=".length);
  const limit = Number(text ?? glued ?? 50);
  return limit === 0 ? issues : issues.slice(0, limit);
}

function say(value: unknown): void {
  process.stdout.write(`${goJson(value)}\n`);
}

function fail({ code, message }: { code: string; message: string }, exitCode: number): void {
  const error = { code, message, hint: null, retryable: false, context: {} };
  process.stderr.write(`${goJson({ error })}\n`);
  process.exitCode = exitCode;
}
