import type { RequestId } from "./native.ts";

/** The lines that an agent reads: JSON-RPC 2.0, one message a line. */

export function requestLine(id: number, method: string, params: object): string {
  return toLine({ id, method, params });
}

export function notificationLine(method: string, params: object): string {
  return toLine({ method, params });
}

export function resultLine(id: RequestId, result: object): string {
  return toLine({ id, result });
}

export function errorLine(id: RequestId, code: number, message: string): string {
  return toLine({ id, error: { code, message } });
}

/** U+2028 and U+2029 are escaped, since Node's own line reader breaks lines at them. */
function toLine(message: object): string {
  return JSON.stringify({ jsonrpc: "2.0", ...message })
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
}
