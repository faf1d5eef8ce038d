import type { PromptContent } from "./prompt-content.ts";

/** The lines that Claude Code reads. */

export function userLine(content: PromptContent, uuid: string): string {
  return toLine({ type: "user", message: { role: "user", content }, uuid });
}

export function controlRequestLine(requestId: string, request: Readonly<Record<string, unknown>>): string {
  return toLine({ type: "control_request", request_id: requestId, request });
}

export function controlSuccessLine(requestId: string, response: Readonly<Record<string, unknown>>): string {
  return toLine({
    type: "control_response",
    response: { subtype: "success", request_id: requestId, response },
  });
}

export function controlErrorLine(requestId: string, error: string): string {
  return toLine({ type: "control_response", response: { subtype: "error", request_id: requestId, error } });
}

/** U+2028 and U+2029 are escaped, since some versions split lines at them. */
function toLine(message: object): string {
  return JSON.stringify(message).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

/**
 * A UUID (version 8) that follows from its parts. Claude drops a prompt whose uuid the conversation already
 * holds, so the parts name process, place and message.
 */
export function uuidOf(...parts: readonly (string | number)[]): string {
  const text = JSON.stringify(parts);
  const hex = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f].map((seed) => hash(text, seed)).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** FNV-1a with a last mixing step, as eight hexadecimal digits. */
function hash(text: string, seed: number): string {
  let state = seed;
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d);
  return ((state ^ (state >>> 13)) >>> 0).toString(16).padStart(8, "0");
}
