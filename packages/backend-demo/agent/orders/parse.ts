/** What a message tells the demo to do, one for each `[[name arguments]]`, in the message's order. */
export type Order =
  | { kind: "text"; pieces: string[]; everyMs: number }
  | { kind: "think"; pieces: string[] }
  | { kind: "hang" }
  | { kind: "remember" }
  | { kind: "tour" }
  | { kind: "stop"; reason: StopReason }
  | { kind: "read"; path: string }
  | { kind: "edit"; text: string }
  | { kind: "ask"; title: string; count: number }
  | { kind: "form"; form: FormOrder; count: number }
  | { kind: "image"; isSaid: boolean }
  | { kind: "ansi"; lines: number }
  | { kind: "diff"; lines: number }
  | { kind: "tools"; count: number }
  | { kind: "subagent"; count: number }
  | { kind: "plan"; steps: string[] }
  | { kind: "cost"; usd: number }
  | { kind: "context"; used: number; size: number }
  | { kind: "failtool"; message: string }
  | { kind: "run"; command: string }
  | { kind: "request"; method: string }
  | { kind: "mode"; id: string }
  | { kind: "fail"; code: number; message: string }
  | { kind: "exit"; code: number; isCrash: boolean }
  | { kind: "signal"; signal: CrashSignal }
  | { kind: "flood"; count: number }
  | { kind: "bigline"; bytes: number }
  | { kind: "badline"; text: string }
  | { kind: "noise"; text: string }
  | { kind: "stderr"; count: number }
  | { kind: "child"; seconds: number }
  | { kind: "ignoreterm" }
  | { kind: "unknown"; source: string };

/** `sample` has a field of every kind; `one` and `several` are a question with its options, or none for a text. */
export type FormOrder = { kind: "sample" } | { kind: "one" | "several"; question: string; options: string[] };

export type StopReason = (typeof STOP_REASONS)[number];
export type CrashSignal = (typeof CRASH_SIGNALS)[number];

/** Reads the orders of a message; one without any gives an empty list. In TEXT, `\n` is a line break. */
export function parseOrders(message: string): Order[] {
  return bracketed(message)
    .filter(({ name }) => name !== "pace")
    .map(({ source, name, rest }) => parsers[name]?.(rest) ?? { kind: "unknown", source });
}

/** How much of its pauses a conversation keeps from this message on: `[[pace 0]]` none, `[[pace 1]]` all. */
export function parsePace(message: string): number | undefined {
  const said = bracketed(message).findLast(({ name, rest }) => name === "pace" && PACE.test(rest));
  return said === undefined ? undefined : Number(said.rest);
}

/** Cuts a text into words that keep their trailing space, so that joining them gives the text again. */
export function intoPieces(text: string): string[] {
  return text.match(/\S+\s*|\s+/g) ?? [];
}

/** Orders of an earlier conversation that a message carries are history: they were run then. */
export function withoutEarlier(message: string): string {
  return message.replace(/<earlier-conversation>[\s\S]*<\/earlier-conversation>/, "");
}

/** What stands in a fence is data, whoever wrote it. */
function withoutFenced(message: string): string {
  return message.replaceAll(/^(`{3,})[^`\n]*\n[\s\S]*?^\1`*[ \t]*$/gm, "");
}

interface Bracketed {
  readonly source: string;
  readonly name: string;
  readonly rest: string;
}

function bracketed(message: string): Bracketed[] {
  const found = withoutFenced(withoutEarlier(message)).matchAll(
    /\[\[([a-z]+)(?:\s+([\s\S]*?))?\s*\]\](?!\])/g,
  );
  return [...found].map(([source, name = "", rest = ""]) => ({ source, name, rest }));
}

const PACE = /^\d(?:\.\d+)?$/;
const STOP_REASONS = ["end_turn", "max_tokens", "max_turn_requests", "refusal"] as const;
const CRASH_SIGNALS = ["SIGKILL", "SIGTERM", "SIGABRT", "SIGSEGV"] as const;

const parsers: Record<string, ((rest: string) => Order | undefined) | undefined> = {
  words: (rest) => words(/^(\d+)$/.exec(rest)),
  slow: (rest) => words(/^(\d+) every (\d+) ?ms$/.exec(rest)),
  say: (rest) => ({ kind: "text", pieces: intoPieces(withLineBreaks(rest)), everyMs: 0 }),
  think: (rest) => ({ kind: "think", pieces: intoPieces(withLineBreaks(rest)) }),
  hang: () => ({ kind: "hang" }),
  remember: () => ({ kind: "remember" }),
  tour: () => ({ kind: "tour" }),
  stop: (rest) => {
    const reason = STOP_REASONS.find((each) => each === rest);
    return reason && { kind: "stop", reason };
  },
  read: (path) => (path === "" ? undefined : { kind: "read", path }),
  edit: (text) => ({ kind: "edit", text: withLineBreaks(text) || "A line that was ordered." }),
  ask: (title) => ({ kind: "ask", title: title || "Do nothing at all", count: 1 }),
  permissions: (rest) => counted(rest, 1000, (count) => ({ kind: "ask", title: "Do nothing at all", count })),
  form: (rest) => ({ kind: "form", form: parseForm(rest, "one"), count: 1 }),
  choices: (rest) => ({ kind: "form", form: parseForm(rest, "several"), count: 1 }),
  forms: (rest) => counted(rest, 1000, (count) => ({ kind: "form", form: { kind: "sample" }, count })),
  image: (rest) => (rest === "" || rest === "said" ? { kind: "image", isSaid: rest !== "" } : undefined),
  ansi: (rest) => counted(rest || "200", 100_000, (lines) => ({ kind: "ansi", lines })),
  diff: (rest) => counted(rest || "40", 20_000, (lines) => ({ kind: "diff", lines })),
  tools: (rest) => counted(rest || "12", 1000, (count) => ({ kind: "tools", count })),
  subagent: (rest) => counted(rest || "3", 100, (count) => ({ kind: "subagent", count })),
  plan: (rest) => ({ kind: "plan", steps: split(rest || "Look | Change | Check") }),
  cost: (rest) => (/^\d+(?:\.\d+)?$/.test(rest) ? { kind: "cost", usd: Number(rest) } : undefined),
  context: (rest) => {
    const [, used, size] = /^(\d{1,9}) of (\d{1,9})$/.exec(rest) ?? [];
    return used === undefined ? undefined : { kind: "context", used: Number(used), size: Number(size) };
  },
  failtool: (message) => ({ kind: "failtool", message: message || "The tool failed, as it was ordered." }),
  run: (command) => (command === "" ? undefined : { kind: "run", command }),
  request: (method) => ({ kind: "request", method: method || "switchyard-demo/unknown" }),
  mode: (id) => (id === "" ? undefined : { kind: "mode", id }),
  fail: parseFail,
  exit: (rest) => counted(rest || "0", 255, (code) => ({ kind: "exit", code, isCrash: false })),
  crash: parseCrash,
  flood: (rest) => counted(rest, 10_000_000, (count) => ({ kind: "flood", count })),
  bigline: (rest) => counted(rest, 256 * 2 ** 20, (bytes) => ({ kind: "bigline", bytes })),
  badline: (text) => ({ kind: "badline", text: text || '{"jsonrpc":"2.0","method":' }),
  noise: (text) => ({ kind: "noise", text: text || "A line that is no message." }),
  stderr: (rest) => counted(rest || "1", 1_000_000, (count) => ({ kind: "stderr", count })),
  child: (rest) => counted(rest || "600", 3600, (seconds) => ({ kind: "child", seconds })),
  ignoreterm: () => ({ kind: "ignoreterm" }),
};

function words(match: RegExpExecArray | null): Order | undefined {
  if (match === null) return undefined;
  const length = Math.min(Number(match[1]), 1_000_000);
  const pieces = Array.from({ length }, (_, index) => `word${index} `);
  return { kind: "text", pieces, everyMs: Number(match[2] ?? 0) };
}

function counted(rest: string, most: number, order: (count: number) => Order): Order | undefined {
  return /^\d+$/.test(rest) && Number(rest) <= most ? order(Number(rest)) : undefined;
}

/** "Which drink? | Tea | Water"; nothing: a field of every kind. */
function parseForm(rest: string, kind: "one" | "several"): FormOrder {
  const [question = "", ...options] = split(rest);
  return question === "" ? { kind: "sample" } : { kind, question, options };
}

function split(text: string): string[] {
  return text.split("|").map((part) => part.trim());
}

function parseFail(rest: string): Order | undefined {
  const match = /^(?:(-?\d+)\b\s*)?([\s\S]*)$/.exec(rest);
  const message = match?.[2] || "The turn failed, as it was ordered.";
  return { kind: "fail", code: Number(match?.[1] ?? -32603), message };
}

function parseCrash(rest: string): Order | undefined {
  const signal = CRASH_SIGNALS.find((each) => each === rest);
  if (signal !== undefined) return { kind: "signal", signal };
  return counted(rest || "1", 255, (code) => ({ kind: "exit", code, isCrash: true }));
}

function withLineBreaks(text: string): string {
  return text.replaceAll("\\n", "\n");
}
