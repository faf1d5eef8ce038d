import assert from "node:assert/strict";
import { test } from "node:test";
import { fitLogo } from "../src/labels/fit-logo.js";
import { readCursor, writeCursor } from "../src/paging/cursor.js";
import { cheapest } from "../src/rates/cheapest.js";
import { convert } from "../src/rates/money.js";

test("the cheapest offer that is in time wins, of two the faster", () => {
  const offers = [
    { carrier: "slow", cents: 300, days: 9 },
    { carrier: "a", cents: 500, days: 3 },
    { carrier: "b", cents: 500, days: 2 },
  ];
  assert.equal(cheapest(offers, { maxDays: 4 })?.carrier, "b");
  assert.equal(cheapest(offers, { maxDays: 1 }), null);
});

test("money stays whole cents in another currency", () => {
  const rate = { from: "EUR", to: "DKK", perMillion: 7_459_900 };
  assert.deepEqual(convert({ cents: 333, currency: "EUR" }, rate), { cents: 2484, currency: "DKK" });
  assert.throws(() => convert({ cents: 1, currency: "USD" }, rate), RangeError);
});

test("a cursor is read with its key alone", () => {
  const cursor = writeCursor({ createdAt: 5, id: "shp_1" }, "key");
  assert.deepEqual(readCursor(cursor, "key"), { createdAt: 5, id: "shp_1" });
  assert.equal(readCursor(cursor, "other"), null);
  assert.equal(readCursor("made.up", "key"), null);
});

test("a high logo fills its place from top to bottom", () => {
  assert.deepEqual(fitLogo({ width: 200, height: 400 }, "A6"), { width: 30, height: 60 });
});
