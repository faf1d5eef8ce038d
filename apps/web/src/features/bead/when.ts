/** A tracker's time by the user's locale; a text that is no time as it is. */
export function when(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : format.format(at);
}

const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
