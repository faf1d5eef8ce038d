import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { JSONL_STATE } from "../files.ts";
import { goJson, Refusal, type Answer } from "./answer.ts";
import { BR_GRAMMAR } from "./br-grammar.ts";
import type { Call } from "./call.ts";
import { WRITES } from "./commands/index.ts";
import { limited } from "./commands/list.ts";
import type { Dialect } from "./dialect.ts";
import { checkedStatus } from "./fields.ts";
import { byPriority, edgesOf, toIssue, type Issue } from "./issue.ts";
import { parse, type Invocation } from "./parse.ts";
import type { Place } from "./place.ts";
import { write, type Output } from "./print.ts";
import { profileOf, type Profile } from "./profile.ts";
import { readiness } from "./ready.ts";
import { work, type Commands } from "./work.ts";

/** The ways of beads_rust: the rules of the bd of its time, with answers and errors of its own. */
export function br(versionText: string): Dialect {
  const own = profileOf(versionText);
  return {
    profile: own,
    waits: true,
    parse: (args) => parse(args, own, BR_GRAMMAR),
    answer: (invocation, at) => answer(invocation, { ...at, own }),
    async print(answered, output) {
      await writeOut(output.isJson ? `${goJson(answered.json)}\n` : (answered.text ?? ""), output);
      const [failure] = answered.says ?? [];
      return failure === undefined ? (answered.code ?? 0) : fail(failure, { output, own });
    },
    refuse: (refusal, output) => fail(refusal.message, { output, own }),
  };
}

interface Setting {
  readonly place: Place | null;
  readonly output: Output;
  readonly own: Profile;
}

function answer({ command, words, flags }: Invocation, { place, output, own }: Setting): Answer {
  const { version } = own;
  if (command === "version" || flags.on("version"))
    return { json: { version, build: "release", commit: "745c0bf" }, text: `br ${version}\n` };
  if (place === null || !existsSync(join(place.beadsDir, JSONL_STATE)))
    throw new Refusal("plain", "Beads not initialized: run 'br init' first");
  if (WRITES.has(command)) writeFileSync(join(place.beadsDir, ".write.lock"), "");
  const at = { place, profile: profileOf(RULES), switches: output.switches, commands: commandsOf(own) };
  const worked = work({ command, words, flags }, at);
  return { ...worked, json: shaped(command, { answer: worked, own }) };
}

/** Its rules are those of this bd; how it tells of them is its own. */
const RULES = "0.49.6";

/** The commands that read, and what writes in a way of its own. */
function commandsOf(own: Profile): Commands {
  return {
    list(call) {
      const issues = live(call).filter(({ status }) => call.flags.on("all") || status !== "closed");
      const listed = cut(call, issues, own.atLeast("0.5.0") ? 0 : 50).map(printed);
      return { json: own.atLeast("0.5.0") ? { issues: listed } : listed };
    },
    ready(call) {
      const { isReady } = readiness(call.issues, call.now);
      return { json: cut(call, live(call).filter(isReady), 50).map(printed) };
    },
    show,
    sync: () => ({ json: {} }),
    create(call, bds) {
      const made = bds(call);
      const status = call.flags.value("status");
      if (status !== undefined) checkedStatus(status, call);
      return {
        ...made,
        ...(made.issues === undefined ? {} : { issues: made.issues.map((issue) => fresh(call, issue)) }),
      };
    },
    update(call, bds) {
      if (own.atLeast("0.5.0")) for (const issue of named(call)) refuseShorter(issue, call);
      return bds(call);
    },
    close(call, bds) {
      const closed = bds(call);
      // One that is blocked is passed over, and all seems well.
      const isPassedOver = own.atLeast("0.5.0") && (closed.says ?? []).length > 0;
      return isPassedOver ? { ...closed, says: [], skipped: skipped(closed.says ?? []) } : closed;
    },
  };
}

function live({ issues }: Call): Issue[] {
  return issues.filter(({ status }) => status !== "tombstone").toSorted(byPriority);
}

function cut({ flags }: Call, issues: readonly Issue[], most: number): readonly Issue[] {
  const named = flags.value("limit");
  return limited(issues, named === undefined ? most : Number(named));
}

function show(call: Call): Answer {
  const found = live(call).filter(({ id }) => call.words.includes(id));
  if (found.length === 0) throw new Refusal("plain", `Issue not found: ${call.words.join(" ")}`);
  const shown = found.map((issue) => ({
    ...printed(issue),
    dependencies: edgesOf(issue).flatMap((edge) => targets(call, edge.depends_on_id, edge.type)),
  }));
  return { json: shown };
}

function targets({ issues }: Call, id: string, type: string): object[] {
  return issues
    .filter((issue) => issue.id === id)
    .map(({ title, status, priority }) => ({ id, title, status, priority, dependency_type: type }));
}

function printed(issue: Issue): Issue {
  return { ...issue, ...ITS_OWN };
}

const ITS_OWN = { source_repo: ".", compaction_level: 0, original_size: 0 };

/** The one that was made is stored with all that this program stores, in the status that was asked for. */
function fresh({ issues, flags }: Call, issue: Issue): Issue {
  const status = flags.value("status");
  if (issues.some(({ id }) => id === issue.id)) return issue;
  return { ...printed(issue), ...(status === undefined ? {} : { status }) };
}

function named({ issues, words }: Call): readonly Issue[] {
  return issues.filter(({ id }) => words.includes(id));
}

/** A text is not written over with a shorter one without force. */
function refuseShorter(issue: Issue, { flags }: Call): void {
  if (flags.on("force")) return;
  for (const [flag, field] of TEXTS) {
    const [text, was] = [flags.value(flag), issue[field]];
    if (text === undefined || typeof was !== "string" || text.length >= was.length) continue;
    throw new Refusal("plain", `Refusing to shrink ${field} of ${issue.id}: use --force to overwrite`);
  }
}

const TEXTS = [
  ["description", "description"],
  ["design", "design"],
  ["notes", "notes"],
  ["acceptance", "acceptance_criteria"],
  ["acceptance-criteria", "acceptance_criteria"],
] as const;

function skipped(says: readonly string[]): object[] {
  return says.map((line) => ({ id: /cannot close (\S+?):/.exec(line)?.[1] ?? "", reason: line }));
}

/** What it prints of what was done. */
function shaped(command: string, { answer: answered, own }: { answer: Answer; own: Profile }): unknown {
  const all = Array.isArray(answered.json) ? answered.json.flatMap((each) => toIssue(each) ?? []) : [];
  if (command === "close") {
    const closed = all.map(({ id, title, status, ...rest }) => ({
      ...{ id, title, status, closed_at: rest["closed_at"], close_reason: rest["close_reason"] },
    }));
    return own.atLeast("0.5.0") ? { closed, skipped: answered.skipped ?? [] } : closed;
  }
  if (command === "reopen" && own.atLeast("0.5.0")) return { reopened: all, skipped: [] };
  if (command === "update") return all.map(printed);
  return answered.json ?? [];
}

/** On stderr at first, on stdout later; there is always one object, whatever was printed before. */
async function fail(message: string, { output, own }: { output: Output; own: Profile }): Promise<number> {
  const [, code, exit] = FAULTS.find(([words]) => words.test(message)) ?? INVALID;
  const error = { code, message, hint: null, retryable: false, context: {} };
  const text = output.isJson ? `${goJson({ error })}\n` : `Error: ${message}\n`;
  if (output.isJson && own.atLeast("0.5.0")) await writeOut(text, output);
  else await write(process.stderr, text);
  return exit;
}

/** The code and the exit code by the words. */
const FAULTS: readonly [RegExp, string, number][] = [
  [/not initialized|no beads database/i, "NOT_INITIALIZED", 2],
  [/database is locked/, "DATABASE_LOCKED", 2],
  [/not found|no issue found/i, "ISSUE_NOT_FOUND", 3],
  [/ambiguous/, "AMBIGUOUS_ID", 3],
  [/cycle/, "CYCLE_DETECTED", 5],
  [/self-dependency/, "SELF_DEPENDENCY", 5],
  [/dependency/, "DEPENDENCY_ERROR", 5],
  [/unknown command|unknown flag/, "UNKNOWN_ARGUMENT", 2],
];

const INVALID = [null, "VALIDATION_FAILED", 4] as const;

async function writeOut(text: string, { switches }: Output): Promise<void> {
  const bytes = Buffer.from(switches.garbage ?? text);
  await write(process.stdout, switches.partial === undefined ? bytes : bytes.subarray(0, switches.partial));
}
