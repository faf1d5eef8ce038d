import { z } from "zod";
import { beadMethods } from "./bead-methods.ts";
import { beadWriteMethods } from "./bead-write-methods.ts";
import { catalogueMethods } from "./catalogue-methods.ts";
import { conversationMethods } from "./conversation-methods.ts";
import { historyMethods } from "./history-methods.ts";
import { method, type Method } from "./method.ts";
import { packMethods } from "./pack-methods.ts";
import { processMethods } from "./process-methods.ts";
import { projectMethods } from "./project-methods.ts";
import { requestMethods } from "./request-methods.ts";
import { sessionMethods } from "./session-methods.ts";
import { steeringMethods } from "./steering-methods.ts";
import { traceMethods } from "./trace-methods.ts";
import { usageMethods } from "./usage-methods.ts";
import { workMethods } from "./work-methods.ts";
import { worktreeMethods } from "./worktree-methods.ts";

export type { Method } from "./method.ts";

/**
 * Every method of the wire, once: what it takes, what it gives, and the errors of ours it may end with.
 * The bridge's handlers, the clients' types and `docs/protocol.md` come from this table.
 */
export const methods = {
  hello: method({
    summary: "Opens the conversation of a client with the bridge; the first call on every socket.",
    params: z.object({
      client: z.object({ name: z.string().max(128), version: z.string().max(64) }),
      protocol: z.number().int(),
    }),
    result: z.object({
      protocol: z.literal(1),
      bridge: z.object({ name: z.string(), version: z.string() }),
      capabilities: z.array(z.string()),
    }),
    errors: ["PROTOCOL_UNSUPPORTED"],
  }),
  ...sessionMethods,
  ...steeringMethods,
  ...requestMethods,
  ...usageMethods,
  ...workMethods,
  ...historyMethods,
  ...processMethods,
  ...conversationMethods,
  ...catalogueMethods,
  ...packMethods,
  ...projectMethods,
  ...beadMethods,
  ...beadWriteMethods,
  ...traceMethods,
  ...worktreeMethods,
} as const satisfies Record<string, Method>;

export type Methods = typeof methods;
export type MethodName = keyof Methods;
/** What a client gives. */
export type ParamsOf<M extends MethodName> = z.input<Methods[M]["params"]>;
/** What a handler receives, parsed. */
export type ParsedParamsOf<M extends MethodName> = z.output<Methods[M]["params"]>;
export type ResultOf<M extends MethodName> = z.output<Methods[M]["result"]>;

/** The method's name, or undefined for one that the table does not hold. */
export function methodName(name: string): MethodName | undefined {
  return isMethodName(name) ? name : undefined;
}

function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name);
}
