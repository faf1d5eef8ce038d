import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { z } from "zod";

const path = createRequire(import.meta.url).resolve("@agentclientprotocol/sdk/schema/v1/schema.json");
const Other = z.looseObject({ title: z.literal("other"), not: z.unknown() });
const Root = z.looseObject({ $defs: z.record(z.string(), z.record(z.string(), z.unknown())) });
const { $defs } = Root.parse(JSON.parse(readFileSync(path, "utf8"), withoutOthers));

/** Variants for what is to come are written with "not", which zod cannot read; neither side sends any here. */
function withoutOthers(_name: string, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.filter((one) => !Other.safeParse(one).success);
}
const schemas = new Map<string, z.ZodType>();

/** The protocol's own schema of one message, as its library publishes it. */
function schemaOf(name: string): z.ZodType {
  const known = schemas.get(name) ?? z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs });
  schemas.set(name, known);
  return known;
}

/** What a client sends, by method. */
const OURS: Readonly<Record<string, string>> = {
  initialize: "InitializeRequest",
  "session/new": "NewSessionRequest",
  "session/load": "LoadSessionRequest",
  "session/resume": "ResumeSessionRequest",
  "session/set_mode": "SetSessionModeRequest",
  "session/set_config_option": "SetSessionConfigOptionRequest",
  "session/prompt": "PromptRequest",
  "session/cancel": "CancelNotification",
};
/** What an agent sends, by method. */
const THEIRS: Readonly<Record<string, string>> = {
  "session/update": "SessionNotification",
  "session/request_permission": "RequestPermissionRequest",
  "elicitation/create": "CreateElicitationRequest",
  "$/cancel_request": "CancelRequestNotification",
};
/** What an agent answers, by the method that was asked. */
const ANSWERS: Readonly<Record<string, string>> = {
  initialize: "InitializeResponse",
  "session/new": "NewSessionResponse",
  "session/load": "LoadSessionResponse",
  "session/resume": "ResumeSessionResponse",
  "session/set_mode": "SetSessionModeResponse",
  "session/set_config_option": "SetSessionConfigOptionResponse",
  "session/prompt": "PromptResponse",
};
/** What a client answers, whatever was asked. */
const OUR_ANSWER = z.union([schemaOf("RequestPermissionResponse"), schemaOf("CreateElicitationResponse")]);
/** In no stable version of the protocol. */
const UNSTABLE: ReadonlySet<string> = new Set(["session/set_model"]);

export const Message = z.looseObject({
  jsonrpc: z.literal("2.0"),
  id: z.union([z.number(), z.string()]).optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.looseObject({ code: z.number(), message: z.string() }).optional(),
});
export type Message = z.infer<typeof Message>;

/** Reads a line of ours. @throws {z.ZodError} where the protocol's schema does not allow it */
export function readOurs(line: string): Message {
  const message = Message.parse(JSON.parse(line));
  if (message.method !== undefined) check(OURS, message.method, message.params);
  else if (message.error === undefined) OUR_ANSWER.parse(message.result);
  return message;
}

/** As `readOurs`, for a line of an agent; `method` is what a response answers. */
export function readTheirs(line: string, method?: string): Message {
  const message = Message.parse(JSON.parse(line));
  if (message.method !== undefined) check(THEIRS, message.method, message.params);
  else if (message.error === undefined && method !== undefined) check(ANSWERS, method, message.result);
  return message;
}

function check(names: Readonly<Record<string, string>>, method: string, value: unknown): void {
  if (UNSTABLE.has(method)) return;
  const name = names[method];
  if (name === undefined) throw new Error(`No schema of the protocol is named for ${method}.`);
  schemaOf(name).parse(value);
}
