import type { Backend, ConversationInput, Intent } from "@switchyard/core/backend";
import { emptyTranscript } from "@switchyard/core/session";
import { expect, test } from "vitest";
import { readPlugin } from "./door.ts";
import { guardBackend } from "./guard.ts";
import { parrot } from "./parrot.testkit.ts";

const INPUT: ConversationInput = { cwd: "/p", start: "new", permissionMode: "default" };
const PROMPT: Intent = { type: "prompt", text: "hi", messageId: "m" };
const CLEAN = { reason: "exit", code: 0, signal: null, stderrTail: "" } as const;
const PROBED = { version: { stdout: "parrot 1.2", stderr: "", exitCode: 0 } };

test("a backend that does nothing wrong is as it is without a guard", () => {
  const plain = parrot();
  const { guarded, failures } = behindGuard(plain);
  for (const key of ["id", "displayName", "program", "capabilities", "stop"] as const) {
    expect(guarded[key]).toEqual(plain[key]);
  }
  expect(guarded.plan(INPUT, guarded.config.parse({}))).toEqual({ args: ["new"] });
  const said = [plain, guarded].map((each) => {
    const codec = each.codec(INPUT, {});
    return [codec.open(), codec.send(PROMPT), codec.receive("a word"), codec.exit(CLEAN)];
  });
  expect(said[1]).toEqual(said[0]);
  expect(guarded.probe(PROBED)).toEqual({ version: "1.2", login: "unknown" });
  expect(failures).toEqual([]);
});

test.each<[string, () => unknown, string]>([
  ["nothing", () => undefined, "with nothing that could be stored"],
  ["a promise", () => Promise.reject(new Error("late")), "with a promise"],
  ["a text", () => "ready", "expected object"],
  [
    "an event that lacks something",
    () => said({ messageKey: undefined }),
    "events.0.messageKey (Invalid input",
  ],
  ["an event of no known type", () => ({ events: [{ type: "dance" }], writes: [] }), "events.0.type"],
  ["a wait that no timer can hold", () => ({ events: [], writes: [], wakeMs: 2 ** 31 }), "wakeMs"],
  ["a line that is two", () => ({ events: [], writes: ["a\nb"] }), "writes.0"],
  ["what can't be stored", () => ({ events: [], writes: [], more: 1n }), "BigInt"],
  ["more than the bridge can take in at once", () => ({ events: manyEvents(), writes: [] }), "events"],
  ["a text that never ends", () => ({ events: [], writes: ["x".repeat(2 ** 25)] }), "with more than"],
  ["a model that no list can show", () => started("m".repeat(600)), "events.0.model"],
  ["tokens that no sum can hold", () => ended(Number.MAX_SAFE_INTEGER), "events.0.usage"],
  ["a ring", ring, "circular"],
  ["a trap", trap, "boom"],
])("a codec that answers with %s is refused, and asked nothing more", (_, receive, words) => {
  let asked = 0;
  const counted = () => {
    asked += 1;
    return receive();
  };
  const { guarded, failures } = behindGuard({
    ...parrot(),
    codec: () => ({ ...parrot().codec(INPUT, {}), receive: counted }),
  });
  const codec = guarded.codec(INPUT, {});
  const message = wordsOf(() => codec.receive("a word"));
  expect(message).toMatch(/^The plug-in parrot-backend 1\.0\.0 failed in codec\.receive: /);
  expect(message).toContain(words);
  expect(failures).toEqual(["codec.receive"]);
  expect(codec.receive("again")).toEqual({ events: [], writes: [] });
  expect(codec.exit(CLEAN)).toEqual({ events: [], writes: [] });
  expect(asked).toBe(1);
});

const plan = (each: Backend): unknown => each.plan(INPUT, {});
const probe = (each: Backend): unknown => each.probe(PROBED);

test.each<[string, object, (each: Backend) => unknown]>([
  ["plan", { plan: () => ({ args: "--all" }) }, plan],
  ["plan", { plan: () => ({ args: ["a\0b"] }) }, plan],
  ["plan", { plan: () => ({ args: [], env: { "A=B": "c" } }) }, plan],
  ["codec", { codec: () => ({ open: 1 }) }, (each) => each.codec(INPUT, {})],
  ["codec", { codec: () => Promise.resolve({}) }, (each) => each.codec(INPUT, {})],
  ["config", { config: { parse: boom } }, (each) => each.config.parse({})],
  ["probe", { probe: () => ({ version: 1, login: "ok" }) }, probe],
  ["probe", { probe: boom }, probe],
  ["conversations.where", files({ where: () => ({ root: "a", levels: [/x/] }) }), where],
  ["conversations.outline", files({ outline: () => "mine" }), outline],
  ["conversations.reader", files({ reader: () => null }), read],
  ["conversations.reader.line", files({ reader: () => ({ line: boom, end: boom }) }), read],
  ["conversations.reader.end", files({ reader: () => ({ line: () => undefined, end: boom }) }), read],
])("a fault in %s is the plug-in's, told in a line", (call, wrong, act) => {
  const { guarded, failures } = behindGuard({ ...parrot(), ...wrong });
  const message = wordsOf(() => act(guarded));
  expect(message.startsWith(`The plug-in parrot-backend 1.0.0 failed in ${call}: `)).toBe(true);
  expect(message).toMatch(/^[^\n]{1,300}\.$/);
  expect(failures).toEqual([call]);
});

test("what is thrown is cut, has no secret in it, and may be anything", () => {
  const long = new Error(`token=abcdefgh ${"x".repeat(500)}\n\u202E at file`);
  const messages = [long, "a text.", null, trap()].map((value) => {
    const { guarded } = behindGuard({ ...parrot(), plan: () => raise(value) });
    return wordsOf(() => guarded.plan(INPUT, {})).split(" failed in plan: ")[1];
  });
  expect(messages[0]).toMatch(/^token=\[hidden\] x+…$/);
  expect(messages.slice(1)).toEqual(["a text.", "it does not say why.", "it does not say why."]);
});

test("what it is handed is a copy", () => {
  const input = { ...INPUT, start: { reseed: { ...emptyTranscript(), lastSeq: 7 } } };
  const greedy = ({ start }: typeof input) => {
    Object.assign(start.reseed, { lastSeq: 0 });
    return { args: [] };
  };
  behindGuard({ ...parrot(), plan: greedy }).guarded.plan(input, {});
  expect(input.start.reseed.lastSeq).toBe(7);
});

test("a command that goes on with a conversation is left out where it fails", () => {
  const { guarded, failures } = behindGuard({ ...parrot(), resumeCommand: boom });
  expect(guarded.resumeCommand?.("c-1")).toEqual([]);
  expect(failures).toEqual(["resumeCommand"]);
});

function behindGuard(value: unknown): { guarded: Backend; failures: string[] } {
  const failures: string[] = [];
  const guarded = guardBackend(readPlugin(value), {
    name: "parrot-backend 1.0.0",
    within: (act) => act(),
    failed: (call) => void failures.push(call),
  });
  return { guarded, failures };
}

function files(wrong: object): object {
  const right = { where: () => ({ root: "/r", levels: [/x/] }), outline: () => null, reader: () => null };
  return { conversations: { ...right, ...wrong } };
}

function where(each: Backend): unknown {
  return each.conversations?.where({ home: "/h", env: {} });
}

function outline(each: Backend): unknown {
  return each.conversations?.outline({ name: "a", head: "", tail: "", cwd: null });
}

function read(each: Backend): unknown {
  const reader = each.conversations?.reader();
  reader?.line("a");
  reader?.line("b");
  return reader?.end();
}

function boom(): never {
  throw new Error("boom");
}

function raise(value: unknown): never {
  throw value;
}

function wordsOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("It was expected to fail.");
}

function said(wrong: object): object {
  return { events: [{ type: "agent_message", content: "a", messageKey: "k", ...wrong }], writes: [] };
}

function manyEvents(): object[] {
  return Array.from({ length: 10_001 }, () => ({ type: "agent_message", content: "a", messageKey: "k" }));
}

function started(model: string): object {
  const said = { cliSessionId: null, model, cwd: "/p", cliVersion: null, permissionMode: "default" };
  return { events: [{ type: "session_started", content: "", ...said }], writes: [] };
}

function ended(outputTokens: number): object {
  const usage = { inputTokens: 0, outputTokens, costUsd: null };
  return { events: [{ type: "turn_ended", content: "", stopReason: "end_turn", usage }], writes: [] };
}

function ring(): object {
  const made: { self?: object } = {};
  made.self = made;
  return made;
}

/** Whoever looks at it is thrown at. */
function trap(): object {
  return new Proxy({}, { get: boom, has: boom });
}
