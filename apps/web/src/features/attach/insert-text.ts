/** Writes over a part of a field as if it was typed, so that the browser can undo it. */
export function insertText(
  field: HTMLTextAreaElement,
  text: string,
  part?: { from: number; to: number },
): void {
  field.focus();
  if (part !== undefined) field.setSelectionRange(part.from, part.to);
  // oxlint-disable-next-line typescript/no-deprecated -- nothing else keeps what the browser can undo
  if ("execCommand" in document && document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}
