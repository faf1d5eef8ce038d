import assert from "node:assert/strict";
import { setTimeout as after } from "node:timers/promises";
import { test } from "node:test";
import { CarrierTimeout, withTimeout } from "../src/rates/with-timeout.js";

test("a carrier that answers in time is heard", async () => {
  const answer = after(40).then(() => "rates");
  assert.equal(await withTimeout(answer, 50), "rates");
});

test("a carrier that takes too long is given up", async () => {
  await assert.rejects(withTimeout(after(60), 50), CarrierTimeout);
});
