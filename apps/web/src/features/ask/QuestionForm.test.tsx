import type { Answers, Question } from "@switchyard/core/protocol";
import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listenToKeys } from "../../keys/keyboard.ts";
import type { AskedQuestion } from "./asked.ts";
import { forgetDraft } from "./form-draft.ts";
import { QuestionForm } from "./QuestionForm.tsx";
import { ARMING_MS } from "./reading.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  for (const id of ["r1", "r2"]) forgetDraft(id);
});

const question = (of: Partial<Question> = {}): Question => ({
  questionId: "key",
  question: "Which key should the limit count by?",
  kind: "choice",
  options: [
    { value: "tenant", label: "Tenant", description: "Needs a `tenant_id`", preview: "by tenant" },
    { value: "token", label: "Token only" },
  ],
  allowsOther: true,
  isRequired: true,
  ...of,
});

const asked = (questions: Question[], requestId = "r1"): AskedQuestion => ({
  requestId,
  at: Date.now(),
  title: questions[0]?.question ?? "",
  questions,
  resolved: null,
});

/** Shows a form; what it answers is collected, and never comes back. */
function open(first: AskedQuestion) {
  const answers: [Answers | null, (string | undefined)?][] = [];
  const [request, setRequest] = createSignal(first);
  const [isShown, setShown] = createSignal(true);
  render(() => {
    listenToKeys();
    return (
      <>
        {isShown() ? (
          <QuestionForm
            request={request()}
            isAnswering={false}
            connection="live"
            keys
            onAnswer={async (...given) => void answers.push(given)}
          />
        ) : undefined}
      </>
    );
  });
  return { answers, setRequest, setShown };
}

const arm = () => vi.advanceTimersByTime(ARMING_MS);
const press = (key: string, on: Element = document.body) => fireEvent.keyDown(on, { key });
const enter = (on: Element = document.body) => fireEvent.keyDown(on, { key: "Enter", ctrlKey: true });
const radio = (name: string) => screen.getByRole<HTMLInputElement>("radio", { name });
const field = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name });
const button = (name: string) => screen.getByRole("button", { name });
const write = (name: string, value: string) => fireEvent.input(field(name), { target: { value } });

test("a digit chooses and ⌘Enter answers, after the arming delay, with a note where there is one", () => {
  const { answers } = open(asked([question()]));
  press("1");
  enter();
  expect(answers).toEqual([]);
  arm();
  press("2");
  expect(radio("Token only").checked).toBe(true);
  press("1");
  expect(radio("Tenant").checked).toBe(true);
  expect(screen.getByRole("group", { name: "Which key should the limit count by?" })).toBeTruthy();
  expect(screen.getByRole("region", { name: "Preview of Tenant" }).textContent).toBe("by tenant");
  write("Note for the agent", " by Friday ");
  enter(field("Note for the agent"));
  expect(answers).toEqual([[{ key: "tenant" }, "by Friday"]]);
});

test("something else takes the user's own words, and wants some", async () => {
  const { answers } = open(asked([question()]));
  arm();
  press("3");
  await Promise.resolve();
  const own = field("Your own answer: Which key should the limit count by?");
  expect(document.activeElement).toBe(own);
  fireEvent.click(button("Answer"));
  expect(answers).toEqual([]);
  expect(screen.getByText("Write your own answer, or choose another.")).toBeTruthy();
  fireEvent.input(own, { target: { value: "the account" } });
  expect(screen.queryByText("Write your own answer, or choose another.")).toBeNull();
  press("Escape", own);
  expect(document.activeElement).toBe(document.body);
  fireEvent.click(button("Answer"));
  expect(answers).toEqual([[{ key: "the account" }]]);
});

test("a form without an answer says what is wanted in its place, and can be skipped", () => {
  const { answers } = open(asked([question()]));
  arm();
  fireEvent.click(button("Answer"));
  const fault = screen.getByText("This question needs an answer.");
  const group = screen.getByRole("group", { name: /Which key/ });
  expect(group.getAttribute("aria-describedby")).toContain(fault.id);
  fireEvent.click(button("Skip this question"));
  expect(answers).toEqual([[null]]);
});

test("a form in which nothing is required wants something all the same", () => {
  const { answers } = open(asked([question({ isRequired: false })]));
  arm();
  fireEvent.click(button("Answer"));
  expect(screen.getByText("Answer a question, or skip.")).toBeTruthy();
  press("1");
  expect(screen.queryByText("Answer a question, or skip.")).toBeNull();
  fireEvent.click(button("Answer"));
  expect(answers).toEqual([[{ key: "tenant" }]]);
});

test("several choices are asked one by one; the last step's button is armed anew", () => {
  const two = question({
    questionId: "who",
    header: "Who",
    question: "Who is told?",
    kind: "choices",
    isRequired: false,
    options: [
      { value: "ops", label: "Ops" },
      { value: "dev", label: "Dev" },
    ],
  });
  const { answers } = open(asked([question({ header: "Key" }), two]));
  arm();
  press("1");
  fireEvent.click(button("Next question"));
  expect(screen.getByRole("group", { name: "Who is told? optional" })).toBeTruthy();
  press("1");
  press("2");
  fireEvent.click(button("Answer"));
  expect(answers).toEqual([]);
  arm();
  fireEvent.click(button("Answer"));
  expect(answers).toEqual([[{ key: "tenant", who: ["ops", "dev"] }]]);
  fireEvent.click(screen.getByRole("button", { name: /Key/ }));
  expect(radio("Tenant").checked).toBe(true);
});

test("fields of every kind stand in one column; each says its own fault in place, and the first gets the focus", async () => {
  const plain = { options: [], allowsOther: false };
  const { answers } = open(
    asked([
      question({ ...plain, questionId: "name", question: "Name", kind: "text", min: 3, initial: "a" }),
      question({ ...plain, questionId: "ports", question: "Ports", kind: "integer", max: 10 }),
      question({ ...plain, questionId: "sure", question: "Sure?", kind: "yes_no" }),
      question({
        ...plain,
        questionId: "mail",
        question: "Mail",
        kind: "text",
        format: "email",
        isRequired: false,
      }),
    ]),
  );
  arm();
  write("Ports", "2.5");
  fireEvent.click(button("Answer"));
  await Promise.resolve();
  expect(screen.getByText("Write at least 3 characters.")).toBeTruthy();
  expect(screen.getByText("Write a whole number.")).toBeTruthy();
  expect(document.activeElement).toBe(field("Name"));
  write("Name", "ada");
  write("Ports", "2");
  press("2");
  expect(radio("No").checked).toBe(true);
  expect(field("Mail optional").type).toBe("email");
  fireEvent.click(button("Answer"));
  expect(answers).toEqual([[{ name: "ada", ports: "2", sure: "false" }]]);
});

test("what was chosen and written stays while the form is not on screen, for its own request alone", () => {
  const { setShown, setRequest } = open(asked([question()]));
  arm();
  press("2");
  write("Note for the agent", "maybe");
  setShown(false);
  setShown(true);
  expect(radio("Token only").checked).toBe(true);
  expect(field("Note for the agent").value).toBe("maybe");
  setRequest(asked([question()], "r2"));
  expect(radio("Token only").checked).toBe(false);
  expect(field("Note for the agent").value).toBe("");
});

test("a form that was answered elsewhere says so in place of its buttons", () => {
  const { setRequest } = open(asked([question()]));
  setRequest({
    ...asked([question()]),
    resolved: { outcome: "answered", by: "user", at: Date.now(), answers: { key: "tenant" }, note: null },
  });
  expect(screen.getByText(/^Answered, .*, in another tab$/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Answer" })).toBeNull();
});
