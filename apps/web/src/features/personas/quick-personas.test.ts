import { beforeEach, expect, test } from "vitest";
import { personaInfo } from "../../testing/persona-info.ts";
import { keepRecent, quickPersonas } from "./quick-personas.ts";

const agents = Array.from({ length: 9 }, (_, at) => personaInfo(`agent-${at}`, { layer: "project" }));
const broken = personaInfo("broken", { problems: [{ file: "a.md", line: 1, message: "No." }] });
const all = [...agents, personaInfo("specialist"), broken, personaInfo("qa-engineer"), personaInfo("none")];
const quick = (chosen: string | undefined, before: readonly string[] = [], personas = all) =>
  quickPersonas(personas, { chosen, before, most: 3 });

beforeEach(() => localStorage.clear());

test("before any was used the built-in ones stand there, and none that can't be used", () => {
  expect(quick("specialist")).toEqual(["specialist", "qa-engineer", "none"]);
});

test("those that were used last stand before them", () => {
  for (const id of ["agent-3", "none", "agent-3", "agent-7"]) keepRecent(id);
  expect(quick("agent-7")).toEqual(["agent-7", "agent-3", "none"]);
});

test("one that is chosen elsewhere takes the last place, and the others stay where they are", () => {
  const before = quick("specialist");
  expect(quick("agent-5", before)).toEqual(["specialist", "qa-engineer", "agent-5"]);
  expect(quick("qa-engineer", ["specialist", "qa-engineer", "agent-5"])).toEqual([
    "specialist",
    "qa-engineer",
    "agent-5",
  ]);
});

test("where the chosen one is none of them at first, it stands first", () => {
  expect(quick("agent-5")).toEqual(["agent-5", "specialist", "qa-engineer"]);
});

test("what another place does not have leaves, what it lacks is filled", () => {
  const elsewhere = all.filter(({ layer }) => layer === "built_in");
  expect(quick("specialist", ["agent-1", "specialist", "agent-2"], elsewhere)).toEqual([
    "specialist",
    "qa-engineer",
    "none",
  ]);
});

test("what this browser kept and can't be read is as if nothing had been kept", () => {
  localStorage.setItem("switchyard.start.personas", "{not json");
  expect(quick(undefined)).toEqual(["specialist", "qa-engineer", "none"]);
});
