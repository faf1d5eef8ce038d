import { expect, test } from "vitest";
import { methods } from "./methods.ts";

const beadId = "ab-1";
const HALF = "a\uD800b";

test.each([
  ["createBead", { bead: { title: HALF } }],
  ["createBead", { bead: { title: "a", dependencies: [{ depends_on_id: "a\0", type: "blocks" }] } }],
  ["createBead", { bead: { title: "a", dependencies: [{ depends_on_id: "ab-2", type: "--force" }] } }],
  ["updateBead", { beadId, patch: { description: HALF } }],
  ["addLabel", { beadId, label: HALF }],
  ["addComment", { beadId, text: HALF }],
  ["addComment", { beadId, text: "a\0b" }],
  ["addComment", { beadId, text: " \n" }],
  ["closeBead", { beadId, reason: "a\0b" }],
  ["reopenBead", { beadId, reason: HALF }],
  ["addDependency", { beadId, dependsOnId: "external:a\0" }],
] as const)("%s does not take what no program could be given: %j", (name, params) => {
  expect(methods[name].params.safeParse(params).success).toBe(false);
});

test("whole characters of any kind are taken", () => {
  const text = "🎉 ü\n\u2028";
  expect(methods.addComment.params.safeParse({ beadId, text }).success).toBe(true);
});
