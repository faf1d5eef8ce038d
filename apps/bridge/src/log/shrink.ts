import { cutText } from "./utf8.ts";

/**
 * A value of the same shape that is about `maxBytes` of JSON long: long texts and lists are cut, of
 * objects with many keys the last keys are left out, and what lies too deep is empty.
 * @param isOurs a chunk's schema tells what is in it: what that asks for is kept, and words of it stay whole
 */
export function shrink(value: unknown, maxBytes: number, isOurs: boolean): unknown {
  const schemaDepth = isOurs ? SCHEMA_DEPTH : -1;
  const longestText = Math.floor(maxBytes / 4);
  let left = maxBytes;

  function visit(each: unknown, depth: number): unknown {
    if (typeof each === "string") {
      const isWord = isOurs && each.length <= LONGEST_WORD;
      const cut = isWord ? each : cutText(each, Math.max(0, Math.min(longestText, left)));
      left -= Buffer.byteLength(cut) + 2;
      return cut;
    }
    if (typeof each !== "object" || each === null) {
      left -= 8;
      return each;
    }
    if (depth > MAX_DEPTH) return null;
    return Array.isArray(each) ? visitList(each, depth) : visitObject(each, depth);
  }

  function visitList(list: readonly unknown[], depth: number): unknown[] {
    const kept: unknown[] = [];
    for (const each of list) {
      if (left <= 0) break;
      kept.push(visit(each, depth + 1));
    }
    return kept;
  }

  function visitObject(object: object, depth: number): object {
    const kept: [string, unknown][] = [];
    for (const [key, each] of Object.entries(object)) {
      if (left <= 0 && (depth > schemaDepth || kept.length >= SCHEMA_KEYS)) break;
      if (key.length > longestText) continue;
      left -= Buffer.byteLength(key) + 4;
      kept.push([key, visit(each, depth + 1)]);
    }
    return Object.fromEntries(kept);
  }

  return visit(value, 0);
}

/** Beyond this, JSON.stringify may run out of stack. */
const MAX_DEPTH = 100;

/** What a chunk's own schema asks for lies within these: an option of a question is the deepest. */
const SCHEMA_DEPTH = 3;
const SCHEMA_KEYS = 16;
/** "in_progress": a part of one would be none. */
const LONGEST_WORD = 32;
