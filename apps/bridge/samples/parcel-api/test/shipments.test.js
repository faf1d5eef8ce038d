import assert from "node:assert/strict";
import { test } from "node:test";
import { addressFaults } from "../src/shipments/address.js";
import { pickupDays } from "../src/shipments/pickup.js";

test("an address of letters, digits and the usual signs is taken", () => {
  const lines = ["Østergade 12, 3.", "Müller & Co."];
  assert.deepEqual(addressFaults({ lines, postcode: "1100", country: "DK" }), []);
});

test("each fault of an address is told with its field", () => {
  const faults = addressFaults({ lines: ["ok", "<b>"], postcode: " ", country: "Denmark" });
  assert.deepEqual(
    faults.map(({ field }) => field),
    ["lines.1", "postcode", "country"],
  );
});

test("after the cut-off the first pickup is tomorrow", () => {
  const at = (hour) => ({ now: new Date(Date.UTC(2026, 2, 30, hour)), cutOffHour: 14, days: 2 });
  assert.deepEqual(pickupDays(at(13)), ["2026-03-30", "2026-03-31"]);
  assert.deepEqual(pickupDays(at(14)), ["2026-03-31", "2026-04-01"]);
});
