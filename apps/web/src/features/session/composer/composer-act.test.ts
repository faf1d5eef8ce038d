import { expect, test } from "vitest";
import { composerAct } from "./composer-act.ts";

const key = (name: string, change: Partial<Parameters<typeof composerAct>[0]> = {}) => ({
  key: name,
  shiftKey: false,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  isComposing: false,
  keyCode: 0,
  ...change,
});
// oxlint-disable-next-line typescript/no-deprecated -- it is what Safari sends
const SAFARI_COMPOSITION = { keyCode: 229 };
const empty = { empty: true, running: true };
const written = { empty: false, running: true };

test.each([
  ["Enter sends", key("Enter"), written, "send"],
  ["⇧Enter breaks the line", key("Enter", { shiftKey: true }), written, null],
  ["⌘Enter sends now", key("Enter", { metaKey: true }), written, "send_now"],
  ["Ctrl Enter sends now", key("Enter", { ctrlKey: true }), written, "send_now"],
  ["the Enter of a composition is not ours", key("Enter", { isComposing: true }), written, null],
  ["nor the one that some browsers tell afterwards", key("Enter", SAFARI_COMPOSITION), written, null],
  ["↑ in an empty composer recalls", key("ArrowUp"), empty, "recall"],
  ["↑ in a text moves", key("ArrowUp"), written, null],
  ["Esc interrupts a running turn", key("Escape"), written, "interrupt"],
  ["Esc without a turn is nothing", key("Escape"), { empty: false, running: false }, null],
  ["the Esc of a composition is not ours", key("Escape", { isComposing: true }), written, null],
] as const)("%s", (_, pressed, state, act) => {
  expect(composerAct(pressed, state)).toBe(act);
});
