import { expect, test } from "vitest";
import { answerFault, Question } from "./question.ts";

const options = [
  { value: "r", label: "Red" },
  { value: "g", label: "Green" },
];

function fault(some: Partial<Question>, answer: string | string[] | undefined): string | null {
  const base = { questionId: "q", question: "?", kind: "text", options: [], allowsOther: false } as const;
  const question = Question.parse({ ...base, isRequired: false, ...some });
  return answerFault([question], answer === undefined ? {} : { q: answer })?.message ?? null;
}

test.each<[Partial<Question>, string | string[] | undefined, string | null]>([
  [{}, undefined, null],
  [{ isRequired: true }, undefined, "This question needs an answer."],
  [{ isRequired: true }, ["", ""], "This question needs an answer."],
  [{}, ["a", "b"], "This question takes one answer."],
  [{ min: 2 }, "a", "Write at least 2 characters."],
  [{ max: 2 }, "🙂🙂", null],
  [{ max: 2 }, "abc", "Write at most 2 characters."],
  [{ kind: "choice", options }, "r", null],
  [{ kind: "choice", options }, "Red", "Choose one of: Red, Green."],
  [{ kind: "choice", options, allowsOther: true }, "violet", null],
  [{ kind: "choices", options, max: 1 }, ["r", "g"], "Choose at most 1."],
  [{ kind: "choices", options, min: 2 }, ["r"], "Choose at least 2."],
  [{ kind: "choices", options, min: 2 }, [], null],
  [{ kind: "choices", options }, ["r", "b"], "Choose one of: Red, Green."],
  [{ kind: "yes_no" }, "false", null],
  [{ kind: "yes_no" }, "no", "Answer yes or no."],
  [{ kind: "number", min: 0.5 }, "0.4", "Write a number from 0.5 on."],
  [{ kind: "number", max: 1 }, "1e3", "Write a number up to 1."],
  [{ kind: "number" }, " ", "Write a number."],
  [{ kind: "number" }, "Infinity", "Write a number."],
  [{ kind: "integer" }, "1.5", "Write a whole number."],
  [{ kind: "integer" }, "-3", null],
])("%j takes %j: %j", (question, answer, message) => {
  expect(fault(question, answer)).toBe(message);
});

test("an answer to what was not asked is a fault, also by a name that every object has", () => {
  expect(answerFault([], { toString: "x" })).toEqual({
    questionId: "toString",
    message: "There is no such question.",
  });
  const question = Question.parse({
    questionId: "toString",
    question: "?",
    kind: "text",
    options: [],
    allowsOther: false,
    isRequired: true,
  });
  expect(answerFault([question], {})?.message).toBe("This question needs an answer.");
});
