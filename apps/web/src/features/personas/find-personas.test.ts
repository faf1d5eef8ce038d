import { expect, test } from "vitest";
import { personaInfo } from "../../testing/persona-info.ts";
import { findPersonas, groupPersonas } from "./find-personas.ts";

const project = { layer: "project", source: ".claude/agents" };
const personas = [
  personaInfo("code-reviewer", { ...project, description: "Finds défauts" }),
  personaInfo("release-captain", { ...project, source: ".switchyard/personas" }),
  personaInfo("threat-modeller", { layer: "installed", source: "@acme/security", packVersion: "2.1.0" }),
  personaInfo("specialist", { description: "Asks the reviewer first" }),
  personaInfo("reviewer"),
];
const found = (text: string) => findPersonas(personas, text).map(({ id }) => id);

test.each([
  ["rev", ["reviewer", "code-reviewer", "specialist"]],
  ["CAPTAIN release", ["release-captain"]],
  ["release.captain", []],
  ["acme", ["threat-modeller"]],
  ["this project", ["code-reviewer", "release-captain"]],
  ["defauts", ["code-reviewer"]],
  ["code-reviewer", ["code-reviewer"]],
  ["built in", ["specialist", "reviewer"]],
  ["  ", personas.map(({ id }) => id)],
  ["reviewer walrus", []],
])("%j finds %j", (text, ids) => {
  expect(found(text)).toEqual(ids);
});

test("groups stand by layer, whatever the order of what is told, and keep that within", () => {
  const groups = groupPersonas(personas.toReversed());
  expect(groups.map(({ layer, source, personas }) => [layer, source, personas.length])).toEqual([
    ["project", ".switchyard/personas", 1],
    ["project", ".claude/agents", 1],
    ["installed", "@acme/security", 1],
    ["built_in", "built-in", 2],
  ]);
  expect(groups.at(-1)?.personas.map(({ id }) => id)).toEqual(["reviewer", "specialist"]);
});
