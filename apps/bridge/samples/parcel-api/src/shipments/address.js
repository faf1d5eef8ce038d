/** What a line of an address may be made of. */
const LINE = /^[\p{L}\p{M}\p{N} .,\-#&()]+$/u;

/** Longer ones do not fit on a label. */
const MAX_LINE = 60;

/**
 * What is wrong with an address; an empty list: nothing.
 * @param {{ lines: readonly string[], postcode: string, country: string }} address
 */
export function addressFaults({ lines, postcode, country }) {
  return [
    ...lines.flatMap((line, index) => lineFaults(line).map((fault) => ({ field: `lines.${index}`, fault }))),
    ...(postcode.trim() === "" ? [{ field: "postcode", fault: "is missing" }] : []),
    ...(/^[A-Z]{2}$/.test(country) ? [] : [{ field: "country", fault: "is no code of two letters" }]),
  ];
}

function lineFaults(line) {
  if (line.length > MAX_LINE) return [`is longer than ${MAX_LINE} characters`];
  return LINE.test(line) ? [] : ["has a character that is not allowed"];
}
