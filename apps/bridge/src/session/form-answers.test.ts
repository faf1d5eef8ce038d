import type { Answers, Question } from "@switchyard/core/protocol";
import { expect, it } from "vitest";
import { readAnswers, takeAnswers } from "./form-answers.ts";

const options = [
  { value: "r", label: "Red" },
  { value: "g", label: "Green" },
];
const base = { options: [], allowsOther: false, isRequired: false };
const questions: Question[] = [
  { ...base, questionId: "1", question: "Which colour?", kind: "choice", options },
  { ...base, questionId: "2", question: "Which colours?", kind: "choices", options, allowsOther: true },
  { ...base, questionId: "3", question: "Why?", kind: "text" },
  { ...base, questionId: "4", question: "Why?", kind: "text" },
];

it("answers go by the question's id or text, several as a list, and what is empty is left out", () => {
  const given = { "Which colour?": "g", "2": "own words", "3": "", "4": [] };
  expect(takeAnswers(questions, given)).toEqual({ "1": "g", "2": ["own words"] });
  expect(takeAnswers(questions, { "1": ["r"] })).toEqual({ "1": "r" });
});

it.each<[Answers, string, string]>([
  [{ "1": "blue" }, "1", "Choose one of: Red, Green."],
  [{ "1": "r", "Which colour?": "g" }, "Which colour?", "This question is answered twice."],
  [{ "Why?": "x" }, "Why?", "There is no such question."],
  [{ __proto__x: "x" }, "__proto__x", "There is no such question."],
  [{ "3": ["a", "b"] }, "3", "This question takes one answer."],
])("%j is refused at %s", (given, questionId, message) => {
  const issues = [{ path: ["answers", questionId], message }];
  expect(() => takeAnswers(questions, given)).toThrow(expect.objectContaining({ issues }));
});

it("answers read as the labels that were chosen, a note behind them", () => {
  const answers = { "1": "g", "2": ["r", "violet"] };
  expect(readAnswers(questions, answers, "soon")).toBe(
    "Which colour? Green\nWhich colours? Red, violet\nsoon",
  );
});
