/** How text is shown at a place in a terminal's output. A colour is one of the palette that both themes can read. */
export interface Look {
  readonly ink: Hue | null;
  readonly ground: Hue | null;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isItalic: boolean;
  readonly isUnderlined: boolean;
  readonly isStruck: boolean;
  readonly isInverse: boolean;
}

/** Gray, red, green, yellow, blue, magenta, cyan, and the colour of text. */
export type Hue = "k" | "r" | "g" | "y" | "b" | "m" | "c" | "w";

export const PLAIN: Look = {
  ink: null,
  ground: null,
  isBold: false,
  isDim: false,
  isItalic: false,
  isUnderlined: false,
  isStruck: false,
  isInverse: false,
};

/** The look after a "select graphic rendition" sequence; `params` stand between its `[` and its `m`. */
export function lookAfter(look: Look, params: string): Look {
  const codes = params.split(";");
  let next = look;
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? "";
    const [first = "", ...own] = code.split(":");
    const number = first === "" ? 0 : Number(first);
    if (number !== 38 && number !== 48 && number !== 58) {
      next = number === 4 && own[0] === "0" ? { ...next, isUnderlined: false } : changed(next, number);
      continue;
    }
    const isOwn = own.length > 0;
    const { hue, length } = extended(isOwn ? withoutSpace(own) : codes.slice(at + 1));
    if (!isOwn) at += length;
    if (number === 38) next = { ...next, ink: hue };
    if (number === 48) next = { ...next, ground: hue };
  }
  return next;
}

/**
 * The classes that show a look; empty for plain text. On a ground text has its plain colour: no pair of colours
 * then hides it.
 */
export function classesOf(look: Look): string {
  const isSwapped = look.isInverse && (look.ink ?? look.ground) !== null;
  const ground = isSwapped ? (look.ink ?? look.ground) : look.ground;
  const ink = ground === null ? (look.ink ?? (look.isDim ? "k" : null)) : null;
  return [
    ink === null ? "" : `ansi-${ink}`,
    ground === null ? "" : `ansi-on-${ground}`,
    look.isInverse && !isSwapped ? "ansi-inverse" : "",
    look.isBold ? "ansi-bold" : "",
    look.isItalic ? "ansi-italic" : "",
    look.isUnderlined ? "ansi-underline" : "",
    look.isStruck ? "ansi-struck" : "",
  ]
    .filter((name) => name !== "")
    .join(" ");
}

const HUES: readonly Hue[] = ["k", "r", "g", "y", "b", "m", "c", "w"];

function changed(look: Look, code: number): Look {
  if (code === 0) return PLAIN;
  if (code >= 30 && code <= 37) return { ...look, ink: HUES[code - 30] ?? null };
  if (code >= 90 && code <= 97) return { ...look, ink: HUES[code - 90] ?? null };
  if (code >= 40 && code <= 47) return { ...look, ground: HUES[code - 40] ?? null };
  if (code >= 100 && code <= 107) return { ...look, ground: HUES[code - 100] ?? null };
  return { ...look, ...CHANGES[code] };
}

const CHANGES: Readonly<Record<number, Partial<Look>>> = {
  1: { isBold: true },
  2: { isDim: true },
  3: { isItalic: true },
  4: { isUnderlined: true },
  7: { isInverse: true },
  9: { isStruck: true },
  21: { isUnderlined: true },
  22: { isBold: false, isDim: false },
  23: { isItalic: false },
  24: { isUnderlined: false },
  27: { isInverse: false },
  29: { isStruck: false },
  39: { ink: null },
  49: { ground: null },
};

/** With colons a colour space, often empty, may stand before the three of "2:r:g:b". */
function withoutSpace(parts: readonly string[]): readonly string[] {
  return parts[0] === "2" && parts.length === 5 ? parts.toSpliced(1, 1) : parts;
}

/** A colour of 256 ("5;n") or of all ("2;r;g;b"), and how many codes it took. */
function extended(codes: readonly string[]): { hue: Hue | null; length: number } {
  const numbers = codes.map(Number);
  if (codes[0] === "5") return { hue: indexed(numbers[1] ?? 0), length: 2 };
  const [red = 0, green = 0, blue = 0] = numbers.slice(1);
  if (codes[0] === "2") return { hue: nearest(red, green, blue), length: 4 };
  return { hue: null, length: 1 };
}

function indexed(index: number): Hue | null {
  if (index < 16) return HUES[index % 8] ?? null;
  if (index >= 232) return index < 246 ? "k" : "w";
  const cube = index - 16;
  const part = (of: number) => (of === 0 ? 0 : 55 + 40 * of);
  return nearest(part(Math.floor(cube / 36)), part(Math.floor(cube / 6) % 6), part(cube % 6));
}

/** By its hue; what has little of one is gray, or text where it is bright. */
function nearest(red: number, green: number, blue: number): Hue {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const spread = most - least;
  if (spread < 32) return most < 148 ? "k" : "w";
  const degrees = hueOf([red, green, blue], { most, spread });
  return BANDS.find(([until]) => degrees < until)?.[1] ?? "r";
}

const BANDS: readonly (readonly [number, Hue])[] = [
  [24, "r"],
  [74, "y"],
  [162, "g"],
  [198, "c"],
  [258, "b"],
  [338, "m"],
  [361, "r"],
];

function hueOf([red, green, blue]: [number, number, number], of: { most: number; spread: number }): number {
  if (of.most === red) return (((green - blue) / of.spread) * 60 + 360) % 360;
  if (of.most === green) return ((blue - red) / of.spread) * 60 + 120;
  return ((red - green) / of.spread) * 60 + 240;
}
