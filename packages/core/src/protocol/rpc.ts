import { z } from "zod";

export const PROTOCOL_VERSION = 1;
/** The WebSocket subprotocol a page asks for beside `token.<T>`. */
export const SUBPROTOCOL = "switchyard.v1";
/** Bytes of one message to the bridge; a longer one closes that connection with 1009. */
export const MAX_FRAME_IN = 8 * 1024 * 1024;
/** Bytes of one frame from the bridge. */
export const MAX_FRAME_OUT = 1024 * 1024;

export const RpcId = z.union([z.string(), z.number()]);
export type RpcId = z.infer<typeof RpcId>;

/** What a client sends; without `id` it is a notification and gets no answer. */
export const RpcRequest = z.object({
  jsonrpc: z.literal("2.0"),
  id: RpcId.optional(),
  method: z.string(),
  params: z.record(z.string(), z.unknown()).optional(),
});
export type RpcRequest = z.infer<typeof RpcRequest>;

export const RpcErrorBody = z.object({
  code: z.number().int(),
  message: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
});
export type RpcErrorBody = z.infer<typeof RpcErrorBody>;

export const RpcResponse = z.object({
  jsonrpc: z.literal("2.0"),
  id: RpcId.nullable(),
  result: z.unknown().optional(),
  error: RpcErrorBody.optional(),
});
export type RpcResponse = z.infer<typeof RpcResponse>;

export const RpcNotification = z.object({
  jsonrpc: z.literal("2.0"),
  method: z.string(),
  params: z.unknown(),
});
export type RpcNotification = z.infer<typeof RpcNotification>;

/** One frame from the bridge: a response, a notification, or a batch of what was due together. */
export const ServerFrame = z.union([
  z.array(z.union([RpcNotification, RpcResponse])),
  RpcNotification,
  RpcResponse,
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
