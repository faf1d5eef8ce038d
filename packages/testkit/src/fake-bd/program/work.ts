import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { JSONL_STATE, readState, replaceFile, stateIn, writeState } from "../files.ts";
import type { FakeBdSwitches } from "../switches.ts";
import { Refusal, type Answer } from "./answer.ts";
import type { Call } from "./call.ts";
import { COMMANDS, WRITES } from "./commands/index.ts";
import { exportedLines } from "./commands/summaries.ts";
import type { Issue } from "./issue.ts";
import type { Flags, Invocation } from "./parse.ts";
import type { Place } from "./place.ts";
import type { Profile } from "./profile.ts";

/** What another program does in its own way, with bd's way of it to begin with. */
export type Commands = Readonly<Record<string, (call: Call, bds: (call: Call) => Answer) => Answer>>;

export interface WorkAt {
  readonly place: Place;
  readonly profile: Profile;
  readonly switches: FakeBdSwitches;
  readonly commands?: Commands;
}

/** Runs a command on the workspace's issues, and stores what became of them. */
export function work(invocation: Invocation, { place, profile, switches, commands = {} }: WorkAt): Answer {
  const { command, flags } = invocation;
  const bds = COMMANDS[command] ?? ((): Answer => ({}));
  const run = commands[command] ?? (Object.hasOwn(COMMANDS, command) ? bds : undefined);
  if (run === undefined) throw new Refusal("plain", `Error: unknown command "${command}" for "bd"`);
  if (WRITES.has(command) && flags.on("readonly")) {
    throw new Refusal("plain", `Error: operation '${command}' is not allowed in read-only mode`);
  }
  const stored = readState(place.beadsDir);
  const issues =
    switches.claimedBy === undefined ? stored : takenBy(switches.claimedBy, { stored, invocation });
  if (issues !== stored) writeState(place.beadsDir, issues);
  const call = callOf(invocation, { place, profile, issues });
  const answer = run(call, bds);
  if (answer.issues !== undefined && switches.forgets !== true)
    store(place, { before: issues, after: answer.issues, profile, switches });
  if (answer.touched !== undefined)
    writeFileSync(join(place.beadsDir, "last-touched"), `${answer.touched}\n`);
  return answer;
}

/** Who does it: the flag, the settings, the environment, the system's user. */
export function actorOf(flags: Flags, profile: Profile, beadsDir: string): string {
  const names = profile.atLeast("1.0.0") ? ["BEADS_ACTOR", "BD_ACTOR"] : ["BD_ACTOR", "BEADS_ACTOR"];
  const set = configIn(beadsDir).get("actor");
  const asked = [flags.value("actor"), set, ...[...names, "USER"].map((name) => process.env[name])];
  return asked.find((name) => name !== undefined && name !== "") ?? "unknown";
}

function callOf(
  invocation: Invocation,
  { place, profile, issues }: { place: Place; profile: Profile; issues: readonly Issue[] },
): Call {
  return {
    ...invocation,
    profile,
    issues,
    place,
    actor: actorOf(invocation.flags, profile, place.beadsDir),
    owner: process.env["GIT_AUTHOR_EMAIL"],
    now: new Date(),
    isAgent: (process.env["CLAUDE_CODE"] ?? "") !== "" || process.env["BD_AGENT_MODE"] === "1",
    config: configIn(place.beadsDir),
    stdin: () => readFileSync(0, "utf8"),
  };
}

/** Another actor was faster, by a moment. */
function takenBy(
  actor: string,
  { stored, invocation }: { stored: readonly Issue[]; invocation: Invocation },
): readonly Issue[] {
  if (!invocation.flags.on("claim")) return stored;
  return stored.map((issue) =>
    invocation.words.includes(issue.id) ? { ...issue, assignee: actor, status: "in_progress" } : issue,
  );
}

interface Change {
  readonly before: readonly Issue[];
  readonly after: readonly Issue[];
  readonly profile: Profile;
  readonly switches: FakeBdSwitches;
}

function store({ beadsDir }: Place, { before, after, profile, switches }: Change): void {
  if (after === before) return;
  writeState(
    beadsDir,
    profile.atLeast("0.51.0") ? after : after.toSorted((left, right) => (left.id < right.id ? -1 : 1)),
  );
  audit(beadsDir, before, after);
  if (!stateIn(beadsDir).isDolt || switches.export !== true) return;
  replaceFile(join(beadsDir, JSONL_STATE), exportedLines({ issues: after }, profile).lines);
  writeFileSync(
    join(beadsDir, "export-state.json"),
    JSON.stringify({ exported_at: new Date().toISOString() }),
  );
}

/** A line for each status, assignee or priority that is another now. */
function audit(beadsDir: string, before: readonly Issue[], after: readonly Issue[]): void {
  const was = new Map(before.map((issue) => [issue.id, issue]));
  const lines = after.flatMap((issue) =>
    ["status", "assignee", "priority"].flatMap((field) => {
      const old = was.get(issue.id);
      if (old === undefined || old[field] === issue[field]) return [];
      const entry = { kind: "field_change", issue_id: issue.id, field, old: old[field], new: issue[field] };
      return [`${JSON.stringify(entry)}\n`];
    }),
  );
  if (lines.length > 0) appendFileSync(join(beadsDir, "interactions.jsonl"), lines.join(""));
}

/** Lines of `key: value`, of one depth. */
function configIn(beadsDir: string): ReadonlyMap<string, string> {
  const file = join(beadsDir, "config.yaml");
  if (!existsSync(file)) return new Map();
  return new Map(
    readFileSync(file, "utf8")
      .split("\n")
      .flatMap((line) => {
        const [, key, value] = /^([\w.-]+): *"?([^"#]*)"?/.exec(line) ?? [];
        return key === undefined ? [] : [[key, (value ?? "").trim()] as const];
      }),
  );
}
