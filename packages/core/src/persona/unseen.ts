/**
 * How many characters of a text nobody sees: tags, direction marks, zero widths, soft hyphens, other control and
 * format characters. Line breaks and tabs don't count, nor the joiners and selectors that emoji and scripts need.
 */
export function countUnseen(text: string): number {
  let count = 0;
  for (const _ of text.matchAll(UNSEEN)) count += 1;
  return count;
}

/** The text with each of these characters replaced by what `name` gives for it. */
export function nameUnseen(text: string, name: (character: string) => string): string {
  return text.replaceAll(UNSEEN, (character) => name(character));
}

/** How such a character is named where it can't be shown: `<U+202E>`. */
export function codeName(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}

/** The signs of Arabic and Syriac that are format characters and yet seen. */
const SEEN = String.raw`\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2`;
/** What stands before the joiners of Arabic, Syriac, Mongolian and the scripts of India and its neighbours. */
const JOINING = "Arab Syrc Mong Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mymr Khmr Tibt"
  .split(" ")
  .map((script) => String.raw`\p{sc=${script}}`)
  .join("");
const EMOJI = String.raw`[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]`;
const NEEDED = [
  String.raw`[\n\t${SEEN}]`,
  String.raw`\r(?=\n)`,
  String.raw`(?<=[${JOINING}])[\u200C\u200D]`,
  String.raw`(?<=${EMOJI})\u200D(?=\p{Extended_Pictographic})`,
  String.raw`(?<=\p{Emoji})[\uFE0E\uFE0F]`,
].join("|");
const UNSEEN = new RegExp(String.raw`(?!${NEEDED})[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]`, "gu");
