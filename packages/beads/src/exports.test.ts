import { expect, test } from "vitest";
import manifest from "../package.json" with { type: "json" };

/** Adding a name to the package's surface is a decision: it is made here too. */
const NAMES = [
  "beadData",
  "compareIds",
  "criticalPath",
  "fenced",
  "filterBeads",
  "idsAbove",
  "isClosed",
  "makeBeads",
  "narrowBeads",
  "outlineOf",
  "parentByPrefix",
  "readBead",
  "readBeadLines",
  "roleOf",
  "schedule",
  "suggestPersona",
  "viewModel",
];

test("the package offers exactly the names that are decided on", async () => {
  const beads: object = await import(/* @vite-ignore */ `../${manifest.exports["."]}`);
  expect(Object.keys(beads).toSorted()).toEqual(NAMES);
});
