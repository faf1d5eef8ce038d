import { answerFault, Question } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { readTheirs } from "./schema.testkit.ts";
import { SESSION, type Talk, underWay } from "./talk.testkit.ts";

const SCHEMA = {
  type: "object",
  properties: {
    channel: {
      type: "string",
      title: "Which channel?",
      description: "Who gets it.",
      oneOf: [
        { const: "stable", title: "Stable" },
        { const: "next", title: "Next" },
      ],
      default: "next",
    },
    colour: { type: "string", enum: ["red", "blue"] },
    targets: { type: "array", minItems: 1, maxItems: 2, items: { type: "string", enum: ["a", "b", "c"] } },
    tags: { type: "array", items: { anyOf: [{ const: "x", title: "X" }] }, default: ["x"] },
    name: { type: "string", minLength: 2, maxLength: 20, pattern: "^[a-z]+$", default: "abc" },
    mail: { type: "string", format: "email" },
    share: { type: "number", minimum: 0.5, maximum: 2, default: 1 },
    copies: { type: "integer", minimum: 1 },
    isPublic: { type: "boolean", default: false },
  },
  required: ["channel", "targets", "tags", "isPublic"],
};

test("a form becomes questions that the wire takes, one for each field", () => {
  const [asked] = elicit(underWay(), 7, {}).of("question_request");
  expect(asked).toMatchObject({ requestKey: "7", title: "How shall it be?", toolCallId: "call-1" });
  expect(asked?.questions).toEqual(asked?.questions.map((one) => Question.parse(one)));
  expect(asked?.questions).toEqual([
    {
      ...FIELD,
      questionId: "channel",
      question: "Which channel?",
      detail: "Who gets it.",
      kind: "choice",
      options: [
        { value: "stable", label: "Stable" },
        { value: "next", label: "Next" },
      ],
      isRequired: true,
      initial: "next",
    },
    { ...FIELD, questionId: "colour", question: "colour", kind: "choice", options: plain("red", "blue") },
    {
      ...FIELD,
      questionId: "targets",
      question: "targets",
      kind: "choices",
      options: plain("a", "b", "c"),
      isRequired: true,
      min: 1,
      max: 2,
    },
    // None at all is a list as well.
    {
      ...FIELD,
      questionId: "tags",
      question: "tags",
      kind: "choices",
      options: [{ value: "x", label: "X" }],
      initial: ["x"],
    },
    {
      ...FIELD,
      questionId: "name",
      question: "name",
      kind: "text",
      min: 2,
      max: 20,
      pattern: "^[a-z]+$",
      initial: "abc",
    },
    { ...FIELD, questionId: "mail", question: "mail", kind: "text", format: "email" },
    { ...FIELD, questionId: "share", question: "share", kind: "number", min: 0.5, max: 2, initial: "1" },
    { ...FIELD, questionId: "copies", question: "copies", kind: "integer", min: 1 },
    {
      ...FIELD,
      questionId: "isPublic",
      question: "isPublic",
      kind: "yes_no",
      isRequired: true,
      initial: "false",
    },
  ]);
});

test("answers go out in the types of the fields, and what is left out is not there", () => {
  const talk = elicit(underWay(), 7, {});
  const answers = {
    channel: "stable",
    targets: ["a", "c"],
    share: "1.5",
    copies: "3",
    isPublic: "true",
    mail: "",
    colour: "red",
  };
  expect(answerFault(talk.of("question_request")[0]?.questions ?? [], answers)).toBeNull();
  talk.send({ type: "answer_question", requestKey: "7", answers, note: "Thank you." });
  expect(talk.answerTo(7)?.result).toEqual({
    action: "accept",
    content: {
      channel: "stable",
      colour: "red",
      targets: ["a", "c"],
      tags: [],
      share: 1.5,
      copies: 3,
      isPublic: true,
    },
    _meta: { note: "Thank you." },
  });
  talk.send({ type: "answer_question", requestKey: "7", answers: null });
  expect(talk.written.filter(({ id, method }) => id === 7 && method === undefined)).toHaveLength(1);
});

test("a form that is left unanswered is declined, one that the turn or the agent takes back is cancelled", () => {
  const talk = elicit(elicit(elicit(underWay(), 1, {}), 2, {}), "three", {});
  talk.send({ type: "answer_question", requestKey: "1", answers: null });
  expect(talk.answerTo(1)?.result).toEqual({ action: "decline" });
  talk.raw(JSON.stringify({ jsonrpc: "2.0", method: "$/cancel_request", params: { requestId: 2 } }));
  expect(talk.answerTo(2)?.result).toEqual({ action: "cancel" });
  talk.send({ type: "interrupt" });
  expect(talk.answerTo("three")?.result).toEqual({ action: "cancel" });
  expect(talk.of("question_resolved")).toMatchObject([
    { requestKey: "2", outcome: "cancelled", by: "agent" },
    { requestKey: '"three"', outcome: "cancelled", by: "agent" },
  ]);
  // The turn is over for the user: nothing new is asked.
  elicit(talk, 4, {});
  expect(talk.answerTo(4)?.result).toEqual({ action: "cancel" });
  expect(talk.of("question_request")).toHaveLength(3);
});

test("one field is asked for in the message's words, and a form without fields for a yes", () => {
  const one = elicit(underWay(), 1, {
    requestedSchema: { type: "object", properties: { name: { type: "string", title: "Name" } } },
  });
  expect(one.of("question_request")[0]?.questions).toMatchObject([
    { questionId: "name", question: "How shall it be?", detail: "Name", isRequired: false },
  ]);
  const none = elicit(elicit(underWay(), 1, { requestedSchema: {} }), 2, { requestedSchema: {} });
  const [yes] = none.of("question_request")[0]?.questions ?? [];
  expect(yes).toMatchObject({ kind: "yes_no", question: "How shall it be?", isRequired: true });
  const answers = (word: string) => ({ [yes?.questionId ?? ""]: word });
  none.send({ type: "answer_question", requestKey: "1", answers: answers("true") });
  none.send({ type: "answer_question", requestKey: "2", answers: answers("false") });
  expect(none.answerTo(1)?.result).toEqual({ action: "accept", content: {} });
  expect(none.answerTo(2)?.result).toEqual({ action: "decline" });
});

test("what is no form of the conversation is declined, and the user is told", () => {
  const talk = elicit(underWay(), 1, { mode: "url", elicitationId: "e", url: "https://example.com" });
  elicit(talk, 2, { sessionId: undefined, requestId: 9 });
  // A field of a kind that is still to come: it may be left out, but not where it is needed.
  const properties = { later: { type: "colour" }, name: { type: "string" } };
  elicit(talk, 3, { requestedSchema: { properties, required: ["later"] } });
  for (const id of [1, 2, 3]) expect(talk.answerTo(id)?.result).toEqual({ action: "decline" });
  expect(talk.of("notice").map(({ code }) => code)).toEqual(Array(3).fill("form_declined"));
  elicit(talk, 4, { requestedSchema: { properties } });
  expect(talk.of("question_request")).toMatchObject([{ questions: [{ questionId: "name" }] }]);
});

test.for([
  ["no parameters", undefined],
  ["no message", { mode: "form", sessionId: SESSION, requestedSchema: {} }],
  ["no schema", { mode: "form", sessionId: SESSION, message: "?" }],
  [
    "a wrong schema",
    { mode: "form", sessionId: SESSION, message: "?", requestedSchema: { properties: [1] } },
  ],
] as const)("a request with %s is refused by name", ([, params]) => {
  const talk = underWay().raw(
    JSON.stringify({ jsonrpc: "2.0", id: 1, method: "elicitation/create", params }),
  );
  expect(talk.answerTo(1)?.error).toMatchObject({ code: -32602 });
  expect(talk.of("question_request")).toEqual([]);
});

const FIELD = { options: [], allowsOther: false, isRequired: false };

function plain(...values: string[]): object[] {
  return values.map((value) => ({ value, label: value }));
}

function elicit(talk: Talk, id: number | string, more: object): Talk {
  const params = {
    mode: "form",
    sessionId: SESSION,
    toolCallId: "call-1",
    message: "How shall it be?",
    requestedSchema: SCHEMA,
    ...more,
  };
  const line = JSON.stringify({ jsonrpc: "2.0", id, method: "elicitation/create", params });
  // One field is of a kind that no schema knows yet.
  if (!line.includes('"later"')) readTheirs(line);
  return talk.raw(line);
}
