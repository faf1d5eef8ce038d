import { type AnsiLine, createScreen, type Screen } from "./screen.ts";
import { classesOf, type Look, lookAfter, PLAIN } from "./sgr.ts";

/**
 * A program's output as a terminal would show it: colours as classes, of a line that was written over itself its
 * last state, and nothing of any other sequence. A link is its text.
 */
export function readAnsi(output: string): AnsiLine[] {
  const text = output.replaceAll("\r\n", "\n");
  if (!CONTROLS.test(text)) return text.split("\n").map(plainLine);
  const screen = createScreen();
  let look: Look = PLAIN;
  let classes = "";
  for (const [token, csi, final, char] of text.matchAll(TOKENS)) {
    if (final === "m") {
      look = lookAfter(look, csi ?? "");
      classes = classesOf(look);
    } else if (final !== undefined) move(screen, final, csi ?? "");
    else if (token === "\n") screen.newLine();
    else if (token === "\r") screen.toColumn(0);
    else if (token === "\b") screen.moveColumn(-1);
    else if (char !== undefined) screen.write(char, classes);
  }
  return [...screen.lines];
}

/** Without the empty lines at its end. */
export function trimmedLines(lines: readonly AnsiLine[]): readonly AnsiLine[] {
  const last = lines.findLastIndex((line) => line.text.trim() !== "");
  return last === lines.length - 1 ? lines : lines.slice(0, last + 1);
}

function plainLine(text: string): AnsiLine {
  return { text, runs: text === "" ? [] : [[text.length, ""]] };
}

/** All controls but line feed and tab. */
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/**
 * A control sequence (parameters, final letter), a string sequence, another escape, one that is not all there yet,
 * a control, or text. A string sequence without an end takes no more than its line.
 */
const TOKENS =
  /(?:\u001b\[|\u009b)([0-?]*)[ -/]*([@-~])|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d\u009e\u009f])[^\u0007\u001b\u009c\n]{0,4096}(?:\u0007|\u001b\\|\u009c)?|\u001b\[[0-?]*[ -/]*|\u001b[ -/]*[0-~]?|[\u0000-\u0008\n\u000b-\u001f\u007f-\u009f]|([^\u0000-\u0008\n\u000b-\u001f\u007f-\u009f]+)/g;

function move(screen: Screen, final: string, params: string): void {
  // A private sequence ("?25l") is none of these, nor one with parts of parameters ("4:3").
  if (/[:<=>?]/.test(params)) return;
  const [first = 0, second = 0] = params.split(";").map(Number);
  const count = Math.max(1, first);
  switch (final) {
    case "A":
      return screen.moveRow(-count);
    case "B":
      return screen.moveRow(count);
    case "C":
      return screen.moveColumn(count);
    case "D":
      return screen.moveColumn(-count);
    case "E":
    case "F":
      screen.moveRow(final === "E" ? count : -count);
      return screen.toColumn(0);
    case "G":
      return screen.toColumn(count - 1);
    case "H":
    case "f":
      screen.toRow(count - 1);
      return screen.toColumn(Math.max(1, second) - 1);
    case "J":
      return first === 0 ? screen.eraseBelow() : first >= 2 ? screen.clear() : undefined;
    case "K":
      return screen.eraseLine(ERASES[first] ?? "rest");
    default:
  }
}

const ERASES = ["rest", "start", "whole"] as const;
