import { expect, test } from "vitest";
import { processInfo } from "../../testing/process-info.ts";
import { memory, sumOf } from "./memory.ts";
import { steadyOrder } from "./steady-order.ts";

const MB = 1024 * 1024;
const make = (name: number, megabytes: number | null) =>
  processInfo({
    processId: `7d1f8c0e-0c1a-4f6e-9a55-00000000000${name}`,
    memoryBytes: megabytes === null ? null : megabytes * MB,
  });
const [light, heavy, middle, untold] = [make(1, 100), make(2, 900), make(3, 500), make(4, null)];

test("the heaviest comes first, what is not told last", () => {
  expect(steadyOrder([light, untold, heavy, middle], [], false)).toEqual([heavy, middle, light, untold]);
});

test("while the order is held rows keep their places, gone ones leave and new ones come last", () => {
  const before = [light, middle, untold];
  expect(steadyOrder([untold, heavy, light], before, true)).toEqual([light, untold, heavy]);
});

test("memory comes with a unit that fits", () => {
  expect([memory(640 * 1024), memory(238.4 * MB), memory(2150 * MB), memory(null)]).toEqual([
    "640 kB",
    "238 MB",
    "2.1 GB",
    "not told",
  ]);
  expect([sumOf([MB, null, MB]), sumOf([null]), sumOf([])]).toEqual([2 * MB, null, null]);
});
