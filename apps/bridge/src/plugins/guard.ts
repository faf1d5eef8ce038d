import {
  type Backend,
  BackendHealth,
  type Codec,
  type ConversationFiles,
  type ConversationReader,
  NOTHING,
  type Step,
} from "@switchyard/core/backend";
import { SwitchyardError } from "@switchyard/core/protocol";
import { z } from "zod";
import {
  PluginCommand,
  PluginFolder,
  PluginHistory,
  PluginOutline,
  PluginPlan,
  PluginStep,
} from "./answers.ts";
import { bound, CodecFunctions, misfits, type PluginParts, ReaderFunctions } from "./door.ts";
import { faultWords } from "./fault-words.ts";

export interface GuardOptions {
  /** "acme-backend 1.2.0" */
  readonly name: string;
  /** Runs its code. */
  within<T>(act: () => T): T;
  /** What it failed in, for the log: what it says there may quote what was said to the agent. */
  failed(call: string, error: unknown): void;
}

/**
 * A plug-in's backend behind a guard: it is handed copies, what it gives is looked at, and whatever it does wrong is
 * a `SwitchyardError` BACKEND_UNAVAILABLE that names it.
 */
export function guardBackend(parts: PluginParts, options: GuardOptions): Backend {
  const { facts, resumeCommand, conversations } = parts;
  const ask = makeAsk(facts.id, options);

  return {
    ...facts,
    config: z.unknown().transform((value) => ask("config", () => parts.config(value), asItIs)),
    plan: (input, config) => ask("plan", () => parts.plan(copy(input), config), asData(PluginPlan)),
    codec(input, config) {
      const made = ask("codec", () => parts.codec(copy(input), config), codecCalls);
      return guardCodec(made, ask);
    },
    probe: (output) => ask("probe", () => parts.probe(copy(output)), asData(BackendHealth)),
    ...(resumeCommand === null
      ? {}
      : {
          resumeCommand(cliSessionId) {
            try {
              return ask("resumeCommand", () => resumeCommand(cliSessionId), asData(PluginCommand));
            } catch {
              // It stands beside every session in a list, which is none the worse for lacking it.
              return [];
            }
          },
        }),
    ...(conversations === null ? {} : { conversations: guardFiles(conversations, ask) }),
  };
}

/** Calls code of the plug-in and looks at what it gives, which may be code too. */
type Ask = <T>(call: string, act: () => unknown, read: (value: unknown) => T) => T;

function makeAsk(backendId: string, { name, within, failed }: GuardOptions): Ask {
  return (call, act, read) => {
    try {
      return within(() => read(atOnce(act())));
    } catch (error) {
      failed(call, error);
      const message = `The plug-in ${name} failed in ${call}: ${faultWords(error)}`;
      throw new SwitchyardError("BACKEND_UNAVAILABLE", message, { backendId });
    }
  };
}

/** After its first fault a codec is asked nothing more: what it holds of the conversation may be anything. */
function guardCodec(codec: CodecCalls, ask: Ask): Codec {
  let isBroken = false;

  function step(call: string, act: () => unknown): Step {
    if (isBroken) return NOTHING;
    try {
      return ask(`codec.${call}`, act, asData(PluginStep));
    } catch (error) {
      isBroken = true;
      throw error;
    }
  }

  const { open, send, receive, wake, exit } = codec;
  return {
    open: () => step("open", () => open()),
    send: (intent) => step("send", () => send(copy(intent))),
    receive: (line) => step("receive", () => receive(line)),
    ...(wake === null ? {} : { wake: () => step("wake", () => wake()) }),
    exit: ({ reason, code, signal, stderrTail }) =>
      step("exit", () => exit({ reason, code, signal, stderrTail })),
  };
}

type CodecCalls = ReturnType<typeof codecCalls>;

function codecCalls(value: unknown) {
  const { open, send, receive, wake, exit } = fitting(CodecFunctions, value);
  return {
    open: bound(value, open),
    send: bound(value, send),
    receive: bound(value, receive),
    wake: wake === undefined ? null : bound(value, wake),
    exit: bound(value, exit),
  };
}

function guardFiles(files: NonNullable<PluginParts["conversations"]>, ask: Ask): ConversationFiles {
  return {
    where: (place) =>
      ask(
        "conversations.where",
        () => files.where(copy(place)),
        (value) => fitting(PluginFolder, value),
      ),
    outline: (ends) => ask("conversations.outline", () => files.outline(copy(ends)), asData(PluginOutline)),
    reader: () =>
      guardReader(
        ask("conversations.reader", () => files.reader(), readerCalls),
        ask,
      ),
  };
}

/** A reader never throws in the middle of a file: what was wrong is told at its end. */
function guardReader({ line, end }: ReturnType<typeof readerCalls>, ask: Ask): ConversationReader {
  let fault: { error: unknown } | null = null;
  return {
    line(text) {
      if (fault !== null) return;
      try {
        ask("conversations.reader.line", () => line(text), asItIs);
      } catch (error) {
        fault = { error };
      }
    },
    end() {
      if (fault !== null) throw fault.error;
      return ask("conversations.reader.end", () => end(), asData(PluginHistory, Infinity));
    },
  };
}

function readerCalls(value: unknown) {
  const { line, end } = fitting(ReaderFunctions, value);
  return { line: bound(value, line), end: bound(value, end) };
}

/** What it changes of what it is handed is its own. */
function copy<T>(value: T): T {
  return structuredClone(value);
}

/** Every answer is a value. */
function atOnce(value: unknown): unknown {
  const { success, data } = Promised.safeParse(value);
  if (!success) return value;
  // What it comes to is not waited for, and is no second fault.
  void Promise.resolve(data).catch(() => undefined);
  throw new Error("it answered with a promise, where it must answer at once");
}

const Promised = z.custom<PromiseLike<unknown>>(
  (value) =>
    typeof value === "object" && value !== null && "then" in value && typeof value.then === "function",
);

const asItIs = (value: unknown): unknown => value;

/**
 * As JSON, which is what becomes of it: nothing of the plug-in's stays in it, and what cannot be stored is refused
 * here.
 */
function asData<T>(schema: z.ZodType<T>, most = MOST_ANSWER): (value: unknown) => T {
  return (value) => {
    const text: unknown = JSON.stringify(value);
    if (typeof text !== "string") throw new Error("it answered with nothing that could be stored");
    if (text.length > most) throw new Error(`it answered with more than ${most} characters`);
    return fitting(schema, JSON.parse(text));
  };
}

/** A line of a program has at most 16 MiB, and what follows from it is not much more. */
const MOST_ANSWER = 32 * 1024 * 1024;

function fitting<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new Error(`it answered with something else than it must. ${misfits(read.error)}`);
}
