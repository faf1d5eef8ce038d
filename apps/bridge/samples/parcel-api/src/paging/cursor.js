import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * A cursor that stands behind a row: opaque, and signed, so that nobody makes one up.
 * @param {{ createdAt: number, id: string }} row the last one of the page
 * @param {string} key
 */
export function writeCursor({ createdAt, id }, key) {
  const place = Buffer.from(JSON.stringify([createdAt, id])).toString("base64url");
  return `${place}.${seal(place, key)}`;
}

/**
 * The row that a cursor stands behind; null: it is none of ours.
 * @param {string} cursor
 * @param {string} key
 */
export function readCursor(cursor, key) {
  const [place = "", sealed = ""] = cursor.split(".");
  const expected = Buffer.from(seal(place, key));
  const given = Buffer.from(sealed);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const [createdAt, id] = JSON.parse(Buffer.from(place, "base64url").toString());
  return { createdAt, id };
}

function seal(place, key) {
  return createHmac("sha256", key).update(place).digest("base64url");
}
