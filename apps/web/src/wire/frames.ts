import {
  AgentChunk,
  type EventName,
  eventName,
  events,
  RpcNotification,
  RpcResponse,
} from "@switchyard/core/protocol";

/** One message of the bridge, parsed as far as this page knows it. */
export type Incoming =
  | { readonly kind: "response"; readonly response: RpcResponse }
  | { readonly kind: "chunk"; readonly chunk: AgentChunk }
  /** A chunk of a type that this page does not know: a newer bridge. */
  | { readonly kind: "unreadable-chunk"; readonly params: unknown }
  /** `params` were parsed with the schema of `name`. */
  | { readonly kind: "event"; readonly name: EventName; readonly params: unknown };

/** The messages of one frame, in order; what is not JSON-RPC and events that are not known are left out. */
export function readFrame(text: string): Incoming[] {
  const frame = parse(text);
  const messages: readonly unknown[] = Array.isArray(frame) ? frame : [frame];
  return messages.map(readMessage).filter((message) => message !== undefined);
}

function readMessage(message: unknown): Incoming | undefined {
  const notification = RpcNotification.safeParse(message);
  if (notification.success) return readEvent(notification.data);
  const response = RpcResponse.safeParse(message);
  return response.success ? { kind: "response", response: response.data } : undefined;
}

function readEvent(notification: RpcNotification): Incoming | undefined {
  const name = eventName(notification.method);
  if (name === undefined) return undefined;
  if (name === "agent-chunk") return readChunk(notification.params);
  const params = events[name].params.safeParse(notification.params);
  return params.success ? { kind: "event", name, params: params.data } : undefined;
}

function readChunk(params: unknown): Incoming {
  const chunk = AgentChunk.safeParse(params);
  return chunk.success ? { kind: "chunk", chunk: chunk.data } : { kind: "unreadable-chunk", params };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
