import { BACKEND_API_VERSION as API_VERSION, BackendFacts } from "@switchyard/core/backend";
import { z } from "zod";

const AnyFunction = z.custom<(...args: unknown[]) => unknown>(
  (value) => typeof value === "function",
  "must be a function",
);

const Functions = z.object({
  plan: AnyFunction,
  codec: AnyFunction,
  probe: AnyFunction,
  resumeCommand: AnyFunction.optional(),
  config: z.object({ parse: AnyFunction }),
  conversations: z.object({ where: AnyFunction, outline: AnyFunction, reader: AnyFunction }).optional(),
});

/** What a codec must have. */
export const CodecFunctions = z.object({
  open: AnyFunction,
  send: AnyFunction,
  receive: AnyFunction,
  wake: AnyFunction.optional(),
  exit: AnyFunction,
});

export const ReaderFunctions = z.object({ line: AnyFunction, end: AnyFunction });

/** A function of a plug-in, to be called with what we have; `unknown`: what it gives is not looked at yet. */
export type PluginCall = (...args: readonly unknown[]) => unknown;

/** A plug-in's backend as it came through the door: its facts are ours, its functions its own. */
export interface PluginParts {
  readonly facts: BackendFacts;
  readonly config: PluginCall;
  readonly plan: PluginCall;
  readonly codec: PluginCall;
  readonly probe: PluginCall;
  readonly resumeCommand: PluginCall | null;
  readonly conversations: Record<"where" | "outline" | "reader", PluginCall> | null;
}

/**
 * Looks at what a module exports. It reads properties, which may be code.
 * @throws {Error} in words, where it is no backend of this version
 */
export function readPlugin(value: unknown): PluginParts {
  const object = z.object({ apiVersion: z.unknown().optional() }).safeParse(value);
  if (!object.success) throw new Error("Its module has no backend as its default export.");
  if (value instanceof Promise)
    throw new Error("Its default export is a promise: it must be the backend itself.");
  refuseVersion(object.data.apiVersion);
  const facts = shaped(BackendFacts, value);
  if (JSON.stringify(facts).length > MOST_FACTS) throw new Error("What it says of itself is too long.");
  const { config, conversations, ...own } = shaped(Functions, value);
  const { config: configSelf, conversations: filesSelf } = Selves.parse(value);
  return {
    facts,
    config: bound(configSelf, config.parse),
    plan: bound(value, own.plan),
    codec: bound(value, own.codec),
    probe: bound(value, own.probe),
    resumeCommand: own.resumeCommand === undefined ? null : bound(value, own.resumeCommand),
    conversations:
      conversations === undefined
        ? null
        : {
            where: bound(filesSelf, conversations.where),
            outline: bound(filesSelf, conversations.outline),
            reader: bound(filesSelf, conversations.reader),
          },
  };
}

const MOST_FACTS = 128 * 1024;
/** The objects that functions are called on: a copy of them would not be what they know as `this`. */
const Selves = z.object({ config: z.unknown(), conversations: z.unknown().optional() });

function refuseVersion(version: unknown): void {
  if (version === API_VERSION) return;
  if (typeof version === "string" && Number(version) === API_VERSION) {
    throw new Error(`Its apiVersion is a text: it must be the number ${API_VERSION}.`);
  }
  if (typeof version !== "number" || Number.isNaN(version)) {
    throw new Error("It does not say which version of the plug-in interface it was made for (apiVersion).");
  }
  throw new Error(
    `It was made for version ${version} of the plug-in interface, and this Switchyard has version ${API_VERSION}. Update it or Switchyard.`,
  );
}

/** @throws {Error} naming what does not fit */
function shaped<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new Error(`Its default export is no backend. ${misfits(read.error)}`);
}

/** The first of what does not fit, each with its place. What stands behind "messageKey:" would be taken for a secret. */
export function misfits({ issues }: z.ZodError): string {
  return issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.map(String).join(".") || "It"} (${message}).`)
    .join(" ");
}

/** Calls it as its own object's method, whatever becomes of that object. */
export function bound(self: unknown, call: PluginCall): PluginCall {
  return (...args) => Reflect.apply(call, self, args);
}
