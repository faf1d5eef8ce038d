/** The ids that stand in a recorded line, with those that stand in the same places of another. */
export function learnIds(recorded: string, heard: string): [was: string, is: string][] {
  return [...pairs(parseJson(recorded), parseJson(heard))];
}

function* pairs(was: unknown, is: unknown): Generator<[string, string]> {
  if (!isObject(was) || !isObject(is)) return;
  for (const [key, value] of Object.entries(was)) {
    const other = is[key];
    if (typeof value === "string" && typeof other === "string" && ID.test(key)) yield [value, other];
    else yield* pairs(value, other);
  }
}

const ID = /(?:^|_)(?:id|uuid)$|Id$/;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
