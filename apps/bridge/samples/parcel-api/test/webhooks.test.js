import assert from "node:assert/strict";
import { test } from "node:test";
import { nextAttempt } from "../src/webhooks/retry-schedule.js";
import { makeSecrets } from "../src/webhooks/secrets.js";
import { sign, verify } from "../src/webhooks/signature.js";

test("two endpoints have different secrets", () => {
  let filled = 0;
  const secrets = makeSecrets((bytes) => new Uint8Array(bytes).fill((filled += 1)));
  assert.notEqual(secrets.create("one"), secrets.create("two"));
  assert.equal(secrets.of("one").length, 1);
  assert.deepEqual(secrets.of("nobody"), []);
});

test("a signature is good with its secret and its body, for five minutes", () => {
  const header = sign("{}", { secrets: ["s1", "s2"], at: 1000 });
  assert.ok(verify("{}", header, { secret: "s2", now: 1300 }));
  assert.ok(!verify("{}", header, { secret: "s2", now: 1301 }));
  assert.ok(!verify("[]", header, { secret: "s2", now: 1000 }));
  assert.ok(!verify("{}", header, { secret: "s3", now: 1000 }));
  assert.ok(!verify("{}", "v1=", { secret: "s1", now: 1000 }));
});

test("attempts come further and further apart, and end after 24 hours", () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => nextAttempt({ attempt, failedAt: 0, firstAt: 0 }));
  assert.deepEqual(delays, [1000, 5000, 30_000, 120_000, 600_000, 3_600_000, 10_800_000, 10_800_000]);
  assert.equal(nextAttempt({ attempt: 9, failedAt: 23 * 3_600_000, firstAt: 0 }), null);
});
