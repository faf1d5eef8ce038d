/** A name that no file system, terminal or page takes for something else: the last part of a path, in one line. */
export function fileName(given: string): string {
  const last = given.split(/[\\/]/).at(-1) ?? "";
  const shown = last.normalize("NFC").replaceAll(UNSEEN, "").trim();
  const short = shorten(shown);
  return short === "" || short === "." || short === ".." ? "file" : short;
}

/** With its ending, by which a reader knows what it is. */
function shorten(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= LONGEST) return name;
  const ending = /\.[\p{L}\p{N}]{1,10}$/u.exec(name)?.[0] ?? "";
  return `${characters
    .slice(0, LONGEST - ending.length)
    .join("")
    .trimEnd()}${ending}`;
}

/** Controls, line breaks, what turns the direction of writing around, and what shows nothing. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u115f\u1160\u2800\u3164\uffa0]/gu;

const LONGEST = 120;
