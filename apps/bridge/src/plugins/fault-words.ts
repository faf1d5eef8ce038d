import { redactText } from "../redact.ts";

/**
 * What a fault of a plug-in says, in a line with its full stop: without its stack and without secrets, cut. It never
 * throws, whatever was thrown.
 */
export function faultWords(error: unknown): string {
  const line = redactText(messageOf(error).slice(0, MOST_READ), [])
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .replace(/[ .]+$/, "")
    .trimStart();
  if (line === "") return "it does not say why.";
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN).toWellFormed()}…` : `${line}.`;
}

const MOST_READ = 4096;
const MOST_SHOWN = 200;

function messageOf(error: unknown): string {
  if (typeof error === "string") return error;
  if (typeof error !== "object" || error === null) return "";
  try {
    // What is thrown is the plug-in's, and its properties may be code.
    const message: unknown = Reflect.get(error, "message");
    return typeof message === "string" ? message : "";
  } catch {
    return "";
  }
}

/** The stack of what was thrown, less the message that it begins with; empty: it has none. */
export function framesOf(error: unknown): readonly string[] {
  if (typeof error !== "object" || error === null) return [];
  try {
    const stack: unknown = Reflect.get(error, "stack");
    return typeof stack === "string" ? stack.split("\n").filter((line) => /^\s+at /.test(line)) : [];
  } catch {
    return [];
  }
}
