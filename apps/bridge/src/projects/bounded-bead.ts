import type { Bead, BeadComment } from "@switchyard/core/protocol";
import { cutText } from "../log/utf8.ts";

/** A bead as it may go out, and how much of a frame it takes. */
export interface Sized {
  readonly bead: Bead;
  /** Of its JSON, in UTF-8. */
  readonly bytes: number;
}

/**
 * The bead with texts of at most 256 KiB, or shorter ones and only its newest comments where it would not fit into a
 * frame; a text that is cut says so at its end. Null: something else in it is too long.
 */
export function boundedBead(bead: Bead): Sized | null {
  const known = bounded.get(bead);
  if (known !== undefined) return known;
  const sized = bound(bead);
  bounded.set(bead, sized);
  return sized;
}

/** The same, or only what lists need, where nothing else helps: a list has to go on. */
export function listedBead(bead: Bead): Sized {
  return boundedBead(bead) ?? stump(bead);
}

export function jsonBytes(value: unknown): number {
  try {
    return Buffer.byteLength(JSON.stringify(value));
  } catch {
    // What is nested too deep can't be written at all.
    return Infinity;
  }
}

/** A record is read once and asked for again and again. */
const bounded = new WeakMap<Bead, Sized | null>();

function bound(bead: Bead): Sized | null {
  const bytes = jsonBytes(bead);
  if (bytes <= LONGEST_TEXTS[0]) return { bead, bytes };
  for (const longest of LONGEST_TEXTS) {
    const cut = withCutTexts(bead, { id: bead.id, longest });
    const bytes = jsonBytes(cut);
    if (bytes <= LONGEST_BEAD) return { bead: cut, bytes };
  }
  return withNewestComments(withCutTexts(bead, { id: bead.id, longest: LONGEST_TEXTS.at(-1) ?? 0 }));
}

/** In bytes: what is tried one after the other. */
const LONGEST_TEXTS = [256 * 1024, 64 * 1024, 16 * 1024, 4 * 1024] as const;
/** In bytes; a frame takes 1 MiB, of which something is around it. */
const LONGEST_BEAD = 900_000;

/** As many comments as there is room for; `comment_count` still tells of all. */
function withNewestComments({ comments = [], ...rest }: Bead): Sized | null {
  const bead: Bead = { ...rest, comment_count: comments.length };
  let bytes = jsonBytes({ ...bead, comments: [] });
  if (bytes > LONGEST_BEAD) return null;
  const kept: BeadComment[] = [];
  for (const comment of comments.toReversed()) {
    const more = jsonBytes(comment) + 1;
    if (bytes + more > LONGEST_BEAD) break;
    bytes += more;
    kept.unshift(comment);
  }
  const shown = { ...bead, comments: kept };
  return { bead: shown, bytes: jsonBytes(shown) };
}

function withCutTexts(bead: Bead, cut: Cut): Bead {
  const fields: Record<string, unknown> = Object.fromEntries(
    Object.entries(bead).map(([key, value]) => [key, cutIn(value, cut, 0)]),
  );
  return { ...bead, ...fields };
}

interface Cut {
  readonly id: string;
  readonly longest: number;
}

function cutIn(value: unknown, cut: Cut, depth: number): unknown {
  if (typeof value === "string") return cutOne(value, cut);
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((each) => cutIn(each, cut, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, cutIn(each, cut, depth + 1)]));
}

/** Of what no schema knows. */
const MAX_DEPTH = 50;

function cutOne(text: string, { id, longest }: Cut): string {
  const kept = cutText(text, longest);
  if (kept.length === text.length) return text;
  const size = Math.ceil(Buffer.byteLength(text) / 1024);
  return `${kept}\n\n[Cut here: it is ${size} KiB long. "bd show ${id}" shows all of it.]`;
}

/** With its edges, if these are not what makes it long: it stays where it is in the tree. */
function stump({ id, title, status, priority, issue_type, dependencies }: Bead): Sized {
  const bare: Bead = { id, title: cutText(title, 1024), status, priority, issue_type };
  const linked = dependencies === undefined ? bare : { ...bare, dependencies };
  const bytes = jsonBytes(linked);
  return bytes <= LONGEST_TEXTS[0] ? { bead: linked, bytes } : { bead: bare, bytes: jsonBytes(bare) };
}
