import { PermissionMode, type PermissionDecision } from "@switchyard/core/protocol";

/** What one line of input asks for. */
export type Order =
  | { readonly kind: "prompt"; readonly text: string }
  | { readonly kind: "answer"; readonly decision: PermissionDecision }
  /** Of a form; `text` is each question's answer, or all of them by question as JSON; null: it is left. */
  | { readonly kind: "fill"; readonly text: string | null }
  | { readonly kind: "interrupt" }
  | { readonly kind: "mode"; readonly permissionMode: PermissionMode }
  | { readonly kind: "model"; readonly model: string }
  | { readonly kind: "nothing" }
  /** Why it is none, as a sentence. */
  | { readonly kind: "mistake"; readonly message: string };

/** The modes that a conversation may be recorded in. */
export const RECORDED_MODES = PermissionMode.options.filter((mode) => mode !== "bypassPermissions");

export const ORDERS_HELP = `
Each line of the input is a prompt, taken when the turn before has ended; the end of the input ends the
conversation. A line that begins with a slash is an order:
  /allow, /always, /reject   answers the request that waits, or the next one
  /answer TEXT, /skip        answers a form, each question with the text, or leaves it; several answers as
                             JSON: /answer {"Which colour?": "red", "Which sizes?": ["S", "M"]}
  /interrupt                 ends the turn, once the agent has said or asked something
  /mode MODE, /model ID      changes the permission mode (${RECORDED_MODES.join(", ")}) or the model
  //word                     is a prompt that begins with /word

The recording holds your prompts and everything that was answered: look at it before you pass it on.`;

/** Reads a line of input. */
export function parseOrder(line: string): Order {
  if (line.trim() === "") return { kind: "nothing" };
  if (line.startsWith("//")) return { kind: "prompt", text: line.slice(1) };
  if (!line.startsWith("/")) return { kind: "prompt", text: line };
  const [word = "", argument = ""] = line.trim().split(/\s+/, 2);
  const decision = DECISIONS.get(word);
  if (decision !== undefined) return { kind: "answer", decision };
  if (word === "/skip") return { kind: "fill", text: null };
  const text = /^\s*\/answer\s+(\S.*)$/.exec(line)?.[1]?.trimEnd();
  if (text !== undefined) return { kind: "fill", text };
  if (word === "/interrupt") return { kind: "interrupt" };
  if (word === "/model" && argument !== "") return { kind: "model", model: argument };
  const permissionMode = RECORDED_MODES.find((mode) => mode === argument);
  if (word === "/mode" && permissionMode !== undefined) return { kind: "mode", permissionMode };
  return { kind: "mistake", message: `There is no order "${word} ${argument}".` };
}

const DECISIONS: ReadonlyMap<string, PermissionDecision> = new Map([
  ["/allow", "allow_once"],
  ["/always", "allow_always"],
  ["/reject", "reject_once"],
]);
