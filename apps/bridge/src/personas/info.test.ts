import { loadBuiltInPersonas } from "@switchyard/personas";
import { expect, test } from "vitest";
import { listedPersonas } from "./info.ts";

test("of a persona with many problems the first are told, and how many there are beside them", async () => {
  const [persona] = await loadBuiltInPersonas();
  const told = (count: number) => {
    const problems = Array.from({ length: count }, (_, at) => ({
      file: "a.md",
      line: at + 1,
      message: "wrong.",
    }));
    const here = {
      ...{ problems: [], folders: [], stamps: [], overriddenBy: () => [] },
      need: () => persona!,
      [Symbol.iterator]: () => [{ ...persona!, problems }].values(),
    };
    return listedPersonas(here).personas[0]?.problems;
  };
  expect(told(10)).toHaveLength(10);
  expect(told(10)?.at(-1)).toEqual({ file: "a.md", line: 10, message: "wrong." });
  expect(told(12)).toHaveLength(10);
  expect(told(12)?.at(-1)).toMatchObject({
    line: 10,
    message: expect.stringMatching(/^there are at least 3 more/),
  });
});
