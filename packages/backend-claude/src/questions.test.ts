import { answerFault, Question } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { CanUseTool } from "./native.ts";
import { Questions } from "./questions.ts";

const DRINK = {
  question: "Which drink?",
  header: "Drink",
  multiSelect: false,
  options: [
    { label: "Tea", description: "Hot", preview: "# Tea" },
    { label: "Water", description: "Cold" },
  ],
};
const TOPPINGS = {
  question: "Which toppings?",
  header: "Toppings",
  multiSelect: true,
  options: [
    { label: "Salt", description: "White" },
    { label: "Pepper", description: "Black" },
  ],
};

test("questions become a form that the wire takes; one alone has to be answered, of several any", () => {
  const form = new Questions().open("r", asking(DRINK, TOPPINGS));
  expect(form?.questions.map((one) => Question.parse(one))).toEqual([
    {
      questionId: "Which drink?",
      header: "Drink",
      question: "Which drink?",
      kind: "choice",
      options: [
        { value: "Tea", label: "Tea", description: "Hot", preview: "# Tea" },
        { value: "Water", label: "Water", description: "Cold" },
      ],
      allowsOther: true,
      isRequired: false,
    },
    expect.objectContaining({ questionId: "Which toppings?", kind: "choices", isRequired: false }),
  ]);
  expect(form).toMatchObject({ requestKey: "r", toolCallId: "call", title: "Which drink?" });
  expect(new Questions().open("r", asking(DRINK))?.questions).toMatchObject([{ isRequired: true }]);
});

test.for<[object, string | undefined, object]>([
  [{ "Which drink?": "Water" }, undefined, { answers: { "Which drink?": "Water" } }],
  [{ "Which drink?": "My own" }, undefined, { answers: { "Which drink?": "My own" } }],
  [
    { "Which drink?": "Tea", "Which toppings?": ["Salt", "Pepper", "My own"] },
    "With milk.",
    {
      answers: { "Which drink?": "Tea", "Which toppings?": "Salt, Pepper, My own" },
      annotations: { "Which drink?": { preview: "# Tea" }, "Which toppings?": { notes: "With milk." } },
    },
  ],
  [{}, "Ask me later.", { answers: {}, response: "Ask me later." }],
  [{ "Which drink?": "" }, "Neither.", { answers: {}, response: "Neither." }],
])("%j with the note %j goes to the tool as its own form would send it", ([answers, note, added]) => {
  const forms = new Questions();
  const ask = asking(DRINK, TOPPINGS);
  const form = forms.open("r", ask);
  const given = answers as Record<string, string | string[]>;
  expect(answerFault(form?.questions ?? [], given)).toBeNull();
  const answer = { type: "answer_question", requestKey: "r", answers: given } as const;
  const answered = forms.answer(note === undefined ? answer : { ...answer, note });
  expect(answered).toMatchObject({ toolCallId: "call", rejection: null });
  expect(JSON.parse(answered?.line ?? "")).toMatchObject({
    response: { request_id: "r", response: { behavior: "allow", updatedInput: { ...ask.input, ...added } } },
  });
  // Once.
  expect(forms.answer(answer)).toBeNull();
});

test("one that is left unanswered is refused in words that let the agent go on", () => {
  const forms = new Questions();
  for (const key of ["a", "b"]) forms.open(key, asking(DRINK));
  const left = forms.answer({ type: "answer_question", requestKey: "a", answers: null });
  expect(left?.line).toContain('"behavior":"deny"');
  expect(left?.rejection).toMatch(/left them unanswered\. Go on as you think best/);
  const noted = forms.answer({
    type: "answer_question",
    requestKey: "b",
    answers: null,
    note: "Read the README.",
  });
  expect(noted?.rejection).toContain("The user says: Read the README.");
});

test.for([
  [{}],
  [{ questions: [] }],
  [{ questions: [{ question: "?", options: "none" }] }],
  [{ questions: [DRINK, DRINK] }],
])("%j is no form", ([input]) => {
  const ask = CanUseTool.parse({ tool_name: "AskUserQuestion", tool_use_id: "call", input });
  const forms = new Questions();
  expect(forms.open("r", ask)).toBeNull();
  expect(forms.waiting).toBe(false);
});

function asking(...questions: object[]): CanUseTool {
  return CanUseTool.parse({ tool_name: "AskUserQuestion", tool_use_id: "call", input: { questions } });
}
