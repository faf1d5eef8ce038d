/** What a key means in the composer; null: what it always means. */
export type ComposerAct = "send" | "send_now" | "recall" | "interrupt" | null;

type Key = Pick<
  KeyboardEvent,
  "key" | "shiftKey" | "metaKey" | "ctrlKey" | "altKey" | "isComposing" | "keyCode"
>;

/** Enter sends, ⇧Enter breaks the line, ⌘ or Ctrl Enter sends now; ↑ in an empty field brings the last
 * message, Esc ends a running turn and never the draft. */
export function composerAct(key: Key, state: { empty: boolean; running: boolean }): ComposerAct {
  // oxlint-disable-next-line typescript/no-deprecated -- Safari tells the Enter that ends a composition by 229 alone
  if (key.isComposing || key.keyCode === 229) return null;
  if (key.key === "Enter") {
    if (key.shiftKey || key.altKey) return null;
    return key.metaKey || key.ctrlKey ? "send_now" : "send";
  }
  const plain = !key.shiftKey && !key.metaKey && !key.ctrlKey && !key.altKey;
  if (key.key === "Escape" && plain && state.running) return "interrupt";
  return key.key === "ArrowUp" && plain && state.empty ? "recall" : null;
}
