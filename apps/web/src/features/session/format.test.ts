import { expect, test } from "vitest";
import { bytes, duration, money, stopwatch, tokens } from "./format.ts";

test("times, money and sizes come with their units", () => {
  expect([duration(41_000), duration(72_000), duration(7_500_000)]).toEqual(["41s", "1m 12s", "2h 5m"]);
  expect([stopwatch(9_000), stopwatch(760_000), stopwatch(3_723_000)]).toEqual(["0:09", "12:40", "1:02:03"]);
  expect([money(1.84), money(0.001), money(0)]).toEqual(["$1.84", "<$0.01", "$0.00"]);
  expect([tokens(830), tokens(38_200), tokens(1_200_000)]).toEqual(["830", "38.2k", "1.2M"]);
  expect([bytes(900), bytes(9 * 1024 * 1024)]).toEqual(["900 B", "9.0 MB"]);
});
