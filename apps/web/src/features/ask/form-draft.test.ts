import type { Question } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { answersOf, draftOf, faultOf, forgetDraft, isAnswered } from "./form-draft.ts";

const question = (of: Partial<Question>): Question => ({
  questionId: "q",
  question: "?",
  kind: "text",
  options: [],
  allowsOther: false,
  isRequired: false,
  ...of,
});

function opened(one: Question) {
  forgetDraft("r");
  return draftOf({ requestId: "r", at: 0, title: "", questions: [one], resolved: null });
}

test("what is proposed is there at first; times are shown on the user's clock and sent with a zone", () => {
  const time = question({ format: "date-time", initial: "2026-11-26T10:00:00Z" });
  const { draft } = opened(time);
  expect(draft.fields["q"]?.values[0]).toMatch(/^2026-11-2\dT\d\d:\d\d$/);
  expect(answersOf([time], draft)).toEqual({ q: "2026-11-26T10:00:00.000Z" });
  const several = question({ kind: "choices", options: [{ value: "a", label: "A" }], initial: ["a"] });
  expect(answersOf([several], opened(several).draft)).toEqual({ q: ["a"] });
});

test("what is empty is no answer; own words stand beside the options of several", () => {
  const several = question({
    kind: "choices",
    allowsOther: true,
    max: 1,
    options: [{ value: "a", label: "A" }],
  });
  const { draft, set } = opened(several);
  expect(answersOf([several], draft)).toEqual({});
  expect(isAnswered(several, draft)).toBe(false);
  set("fields", "q", { values: ["a"], isOther: true, other: " mine " });
  expect(answersOf([several], draft)).toEqual({ q: ["a", "mine"] });
  expect(faultOf(several, draft)).toBe("Choose at most 1.");
});
