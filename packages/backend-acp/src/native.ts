import { z } from "zod";
import { ToolKind } from "@switchyard/core/protocol";

/**
 * What agents write, as far as the codec reads it. Every schema is loose: fields that are not named here
 * pass, an update of a kind that is not named here is none of ours, and a word that is not in a list is read
 * as the plainest one. `native.type.test.ts` holds them to the types of the protocol's own library.
 */

const word = z.string().nullish();
/** A strange figure is none: what it stands beside is read all the same. */
const count = z.number().nonnegative().max(1e12).nullish().catch(null);

export const Content = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  name: word,
  uri: word,
  /** Of a picture: base64, and its media type. */
  data: word,
  mimeType: word,
  resource: z.looseObject({ uri: z.string().optional(), text: z.string().optional() }).optional(),
});
export type Content = z.infer<typeof Content>;

/** What a tool call shows: `content` holds text and the like, `diff` has path and texts. */
export const ToolContent = z.looseObject({
  type: z.string(),
  content: Content.optional().catch(undefined),
  path: z.string().optional(),
  oldText: word,
  newText: z.string().optional(),
});
export type ToolContent = z.infer<typeof ToolContent>;

/** A call as it is announced, changed or asked about; what is missing or null is as it was. */
export const ToolCall = z.looseObject({
  toolCallId: z.string(),
  title: word,
  name: word,
  kind: ToolKind.nullish().catch("other"),
  status: z.enum(["pending", "in_progress", "completed", "failed"]).nullish().catch("in_progress"),
  content: z.array(ToolContent).nullish(),
  locations: z.array(z.looseObject({ path: z.string() })).nullish(),
  rawInput: z.unknown().optional(),
  rawOutput: z.unknown().optional(),
});
export type ToolCall = z.infer<typeof ToolCall>;

export const Modes = z.looseObject({
  currentModeId: z.string(),
  availableModes: z.array(z.looseObject({ id: z.string(), name: z.string() })),
});
export type Modes = z.infer<typeof Modes>;

/** Not in the stable protocol; Gemini CLI has it. */
export const Models = z.looseObject({
  currentModelId: z.string(),
  availableModels: z.array(z.looseObject({ modelId: z.string(), name: z.string() })),
});
export type Models = z.infer<typeof Models>;

const Choice = z.looseObject({ value: z.string(), name: z.string() });
/** One choice, or a group of them. */
const Choices = z.looseObject({
  value: z.string().optional(),
  name: z.string(),
  options: z.array(Choice).optional(),
});
export const ConfigOption = z.looseObject({
  id: z.string(),
  type: z.string(),
  category: word,
  currentValue: z.union([z.string(), z.boolean()]).optional(),
  options: z.array(Choices).optional(),
});
export type ConfigOption = z.infer<typeof ConfigOption>;

/** What `session/new`, `session/load` and `session/resume` are answered with. */
export const Opened = z.looseObject({
  sessionId: z.string().optional(),
  modes: Modes.nullish(),
  models: Models.nullish(),
  configOptions: z.array(ConfigOption).nullish(),
});
export type Opened = z.infer<typeof Opened>;

export const Initialized = z.looseObject({
  protocolVersion: z.number(),
  agentInfo: z.looseObject({ version: z.string() }).nullish().catch(null),
  agentCapabilities: z
    .looseObject({
      loadSession: z.boolean().optional(),
      promptCapabilities: z
        .looseObject({ image: z.boolean().nullish(), embeddedContext: z.boolean().nullish() })
        .nullish()
        .catch(null),
      sessionCapabilities: z.looseObject({ resume: z.looseObject({}).nullish() }).optional(),
    })
    .optional(),
  authMethods: z
    .array(z.looseObject({ name: z.string() }))
    .optional()
    .catch(undefined),
});
export type Initialized = z.infer<typeof Initialized>;

export const Prompted = z.looseObject({
  stopReason: z.string(),
  usage: z
    .looseObject({
      inputTokens: count,
      outputTokens: count,
      cachedReadTokens: count,
      cachedWriteTokens: count,
    })
    .nullish()
    .catch(null),
  _meta: z.unknown().optional(),
});
export type Prompted = z.infer<typeof Prompted>;

export const Permission = z.looseObject({
  sessionId: z.string(),
  toolCall: ToolCall,
  options: z.array(z.looseObject({ optionId: z.string(), name: z.string(), kind: z.string() })),
});
export type Permission = z.infer<typeof Permission>;

const chunk = { content: Content, messageId: word };
const PlanEntry = z.looseObject({
  content: z.string(),
  priority: z.enum(["high", "medium", "low"]).optional().catch(undefined),
  status: z.enum(["pending", "in_progress", "completed"]).catch("pending"),
});

const Update = z.discriminatedUnion("sessionUpdate", [
  z.looseObject({ sessionUpdate: z.literal("agent_message_chunk"), ...chunk }),
  z.looseObject({ sessionUpdate: z.literal("agent_thought_chunk"), ...chunk }),
  z.looseObject({ sessionUpdate: z.literal("tool_call"), ...ToolCall.shape }),
  z.looseObject({ sessionUpdate: z.literal("tool_call_update"), ...ToolCall.shape }),
  z.looseObject({ sessionUpdate: z.literal("plan"), entries: z.array(PlanEntry) }),
  z.looseObject({ sessionUpdate: z.literal("current_mode_update"), currentModeId: z.string() }),
  z.looseObject({ sessionUpdate: z.literal("config_option_update"), configOptions: z.array(ConfigOption) }),
  z.looseObject({
    sessionUpdate: z.literal("usage_update"),
    /** Tokens in the context, and how many there is room for. */
    used: count,
    size: count,
    cost: z.looseObject({ amount: count, currency: z.string() }).nullish().catch(null),
  }),
]);
/** `other`: of a kind that the codec does not read. */
export type Update = z.infer<typeof Update> | { readonly sessionUpdate: "other"; readonly kind: string };

const UPDATES: ReadonlySet<string> = new Set(Update.options.map(({ shape }) => shape.sessionUpdate.value));
const Notification = z.looseObject({
  sessionId: z.string(),
  update: z.looseObject({ sessionUpdate: z.string() }),
});

/** Reads the parameters of `session/update`; null where they are not readable. */
export function readUpdate(params: unknown): { sessionId: string; update: Update } | null {
  const notification = Notification.safeParse(params).data;
  if (notification === undefined) return null;
  const { sessionId, update } = notification;
  const kind = update.sessionUpdate;
  if (!UPDATES.has(kind)) return { sessionId, update: { sessionUpdate: "other", kind } };
  const read = Update.safeParse(update).data;
  return read === undefined ? null : { sessionId, update: read };
}

/** The agent may name its requests by any of these; ours are numbers. */
export const RequestId = z.union([z.number(), z.string()]);
export type RequestId = z.infer<typeof RequestId>;

/** A request's id as a text: 0 and "0" are two ids. */
export function keyOf(id: RequestId): string {
  return typeof id === "number" ? `${id}` : JSON.stringify(id);
}

export const RpcError = z.looseObject({
  code: z.number(),
  message: z.string(),
  data: z.unknown().optional(),
});
export type RpcError = z.infer<typeof RpcError>;

const Request = z.looseObject({ id: RequestId, method: z.string(), params: z.unknown().optional() });
const Told = z.looseObject({ method: z.string(), params: z.unknown().optional() });
const Response = z.looseObject({
  id: RequestId.nullable(),
  result: z.unknown().optional(),
  error: RpcError.optional(),
});

/** `text`: not the protocol's. `broken`: meant to be, but not readable. */
export type Line =
  | { readonly kind: "blank" | "broken" }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "request"; readonly id: RequestId; readonly method: string; readonly params: unknown }
  | { readonly kind: "notification"; readonly method: string; readonly params: unknown }
  | { readonly kind: "response"; readonly id: RequestId | null; readonly answer: Answer };
export type Answer = { readonly result: unknown } | { readonly error: RpcError };

/** Reads one line; it never throws. */
export function readLine(raw: string): Line {
  const text = raw.replace(/^\uFEFF/, "").trim();
  if (text === "") return { kind: "blank" };
  if (!text.startsWith("{")) return { kind: "text", text };
  const message = parseJson(text);
  const request = Request.safeParse(message).data;
  if (request !== undefined) return { kind: "request", ...pick(request), id: request.id };
  const told = Told.safeParse(message).data;
  if (told !== undefined) return { kind: "notification", ...pick(told) };
  const response = Response.safeParse(message).data;
  if (response === undefined) return { kind: "broken" };
  const { id, error, result } = response;
  return { kind: "response", id, answer: error === undefined ? { result } : { error } };
}

function pick({ method, params }: z.infer<typeof Told>): { method: string; params: unknown } {
  return { method, params };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
