import { expect, test } from "vitest";
import { templateFaults } from "./template.ts";

const NAMES = ["cwd", "bead"];

test.each([
  ["a {{cwd}} {{ bead }} {{#bead}}x{{/bead}} } {{ { {x}", []],
  [
    "a {{mood}} and {{Cwd}}",
    ["{{mood}} names no variable. There are: cwd, bead.", "{{Cwd}} names no variable."],
  ],
  ["{{#mood}}x{{/mood}}", ["{{#mood}} names no variable."]],
  ["{{}} {{ a b }} {{ cwd\n}}", ["{{}} names no variable.", "{{ a b }} names no variable."]],
  [
    "{{cwd} {{#bead }x{{/bead}} {{cwd",
    [
      "{{cwd is not ended by",
      "{{#bead is not ended by",
      "{{/bead}} closes no section",
      "{{cwd is not ended by",
    ],
  ],
  ["{{{cwd}}} {{mood} style={{ width: 1 }", []],
  ["a {{#bead}} b", ["{{#bead}} is not closed."]],
  ["a {{/bead}} b", ["{{/bead}} closes no section that is open."]],
  ["{{#bead}} a {{/cwd}}", ["{{#bead}} is not closed.", "{{/cwd}} closes no section that is open."]],
  ["{{#cwd}} a {{#bead}} b {{/bead}} c {{/cwd}}", ["{{#bead}} is inside another section."]],
  [
    "{{#cwd}}{{#bead}}",
    ["{{#cwd}} is not closed.", "{{#bead}} is inside another", "{{#bead}} is not closed."],
  ],
])("all that is wrong in %j is told", (text, messages) => {
  const faults = templateFaults(text, NAMES);
  expect(faults.map(({ message }) => message)).toEqual(
    messages.map((each): unknown => expect.stringContaining(each)),
  );
});

test("a fault says where it is, and cuts what is long", () => {
  const [fault] = templateFaults(`ab\n{{${"x".repeat(500)}}}`, NAMES);
  expect(fault?.offset).toBe(3);
  expect(fault?.message.length).toBeLessThan(120);
});

test("hostile texts are read in no time", () => {
  for (const text of [
    "{{".repeat(100_000),
    `{{a${" ".repeat(200_000)}b}}`,
    `{{${" ".repeat(200_000)}b`,
    "{{#bead}}".repeat(20_000),
    "{{#bead}}\n{{/bead}}\n".repeat(20_000),
  ])
    expect(templateFaults(text, NAMES)).toBeDefined();
});
