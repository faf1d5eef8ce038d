/** A stretch of text as it is, or one character that can't be seen, by its name. */
export type Stretch = { kind: "text"; text: string } | { kind: "mark"; name: string };

/**
 * Text with every character named that is invisible, moves its neighbours or looks like a space: what is
 * allowed must be what is read. Line breaks, tabs and spaces stay.
 */
export function visibleText(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  let at = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > at) stretches.push({ kind: "text", text: text.slice(at, match.index) });
    stretches.push({ kind: "mark", name: nameOf(match[0]) });
    at = match.index + match[0].length;
  }
  if (at < text.length) stretches.push({ kind: "text", text: text.slice(at) });
  return stretches;
}

// Controls but tab and line feed; format characters (bidi, zero width, tags); separators but the space;
// unassigned-looking fillers; variation selectors; lone surrogates; private use.
const HIDDEN =
  /(?![\t\n ])(?:[\p{Cc}\p{Cf}\p{Z}\p{Cs}\p{Co}\p{Variation_Selector}\u115F\u1160\u2800\u3164\uFFA0]|\u034F|\u17B4|\u17B5)/gu;

const NAMES: Record<string, string> = {
  "\r": "CR",
  "\u001b": "ESC",
  "\u0000": "NUL",
  "\u00a0": "NBSP",
  "\u200b": "ZWSP",
  "\u200c": "ZWNJ",
  "\u200d": "ZWJ",
  "\u200e": "LRM",
  "\u200f": "RLM",
  "\u202a": "LRE",
  "\u202b": "RLE",
  "\u202c": "PDF",
  "\u202d": "LRO",
  "\u202e": "RLO",
  "\u2066": "LRI",
  "\u2067": "RLI",
  "\u2068": "FSI",
  "\u2069": "PDI",
  "\ufeff": "BOM",
};

/** "ZWSP U+200B": how a character is called that shows nothing. */
export function nameOf(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const name = NAMES[character];
  return name === undefined ? code : `${name} ${code}`;
}
