import { AgentChunk } from "@switchyard/core/protocol";

/**
 * A chunk as it was before it was cut, from what was kept beside it: the text itself, the JSON of what is
 * no text, or of more than one field an object of them. Where the two do not fit together it stays as it is.
 */
export function wholeChunk(chunk: AgentChunk, kept: string): AgentChunk {
  const { truncated: _, ...rest } = chunk;
  for (const fields of [textFields(rest, kept), ...jsonFields(rest, kept)]) {
    if (Object.keys(fields).length === 0) continue;
    const whole = AgentChunk.safeParse({ ...rest, ...repeated(rest, fields) });
    if (whole.success) return whole.data;
  }
  return chunk;
}

type Fields = Readonly<Record<string, unknown>>;

/** The longest text that begins as what was kept does: it was cut from it, and so were those like it. */
function textFields(chunk: Fields, kept: string): Fields {
  const begun = texts(chunk).filter(([, text]) => text !== "" && kept.startsWith(text));
  const longest = Math.max(0, ...begun.map(([, text]) => text.length));
  return Object.fromEntries(begun.filter(([, text]) => text.length === longest).map(([key]) => [key, kept]));
}

function jsonFields(chunk: Fields, kept: string): Fields[] {
  const value = parse(kept);
  const several = areFieldsOf(chunk, value) ? [Object.fromEntries(Object.entries(value))] : [];
  const one = OTHER_FIELDS.filter(
    (key) => key in chunk && Array.isArray(chunk[key]) === Array.isArray(value),
  );
  return value === undefined ? [] : [...several, ...one.map((key) => ({ [key]: value }))];
}

/** Texts of the chunk begin the whole ones; what is no text is taken on trust where a text stands beside it. */
function areFieldsOf(chunk: Fields, value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const entries = Object.entries(value);
  return (
    entries.length > 1 &&
    entries.every(([key, whole]) => {
      const cut = chunk[key];
      if (!(key in chunk) || typeof cut !== typeof whole) return false;
      return typeof cut !== "string" || (typeof whole === "string" && whole.startsWith(cut));
    })
  );
}

/** `content` was not kept twice where it repeats another field. */
function repeated(chunk: Fields, fields: Fields): Fields {
  if ("content" in fields) return fields;
  const source = texts(chunk).find(([key, text]) => key in fields && text === chunk["content"]);
  return source === undefined ? fields : { ...fields, content: fields[source[0]] };
}

function texts(chunk: Fields): [string, string][] {
  return Object.entries(chunk).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" && !PLACE.has(key) ? [[key, value]] : [],
  );
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** Never cut. */
const PLACE = new Set(["sessionId", "type"]);
/** What is no text in some kind of chunk, and may be long. */
const OTHER_FIELDS = ["input", "diff", "entries", "options", "tools", "error"];
