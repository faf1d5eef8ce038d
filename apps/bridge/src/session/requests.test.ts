import type { AgentEvent, PermissionRequestEvent, QuestionRequestEvent } from "@switchyard/core/backend";
import type { AgentChunk, RequestId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { makeStage, type Puppet, type Stage } from "./puppet.testkit.ts";

const called = (toolCallId: string): AgentEvent => ({
  type: "tool_call",
  content: "",
  toolCallId,
  name: "Bash",
  kind: "execute",
  status: "pending",
  title: "Run",
  input: {},
});
const asks = (requestKey: string, more: Partial<PermissionRequestEvent> = {}): PermissionRequestEvent => ({
  type: "permission_request",
  content: "",
  requestKey,
  toolCallId: `call-${requestKey}`,
  toolName: "Bash",
  title: `npm test -- ./${requestKey}`,
  input: { command: `npm test -- ./${requestKey}` },
  options: [
    { decision: "allow_once", label: "Allow once" },
    { decision: "allow_always", label: "Always allow npm test" },
    { decision: "reject_once", label: "Reject" },
  ],
  ...more,
});
const form = (requestKey: string): QuestionRequestEvent => ({
  type: "question_request",
  content: "Which?",
  requestKey,
  toolCallId: `call-${requestKey}`,
  title: "Which?",
  questions: [
    { questionId: "q", question: "Which?", kind: "text", options: [], allowsOther: false, isRequired: true },
  ],
});
const endTurn: AgentEvent = { type: "turn_ended", content: "", stopReason: "end_turn" };
const isResolved = ({ type }: AgentChunk): boolean => type.endsWith("_resolved");
const hasEnded = (chunks: readonly AgentChunk[]): boolean => chunks.at(-1)?.type === "turn_ended";

/** Says what the CLI asks; resolves to the ids of those that are asked, in order. */
async function ask(stage: Stage, puppet: Puppet, events: readonly AgentEvent[]): Promise<RequestId[]> {
  const before = stage.session.requests().length;
  const expected = events.filter(({ type }) => type.endsWith("_request")).length;
  puppet.says({ events });
  await expect.poll(() => stage.session.requests()).toHaveLength(before + expected);
  return stage.session
    .requests()
    .slice(before)
    .map(({ requestId }) => requestId);
}

async function begin(): Promise<{ stage: Stage; puppet: Puppet }> {
  const stage = await makeStage();
  stage.session.send("hello");
  return { stage, puppet: await stage.puppet(1) };
}

const answersOf = (puppet: Puppet): unknown[] =>
  puppet.intents.filter(({ type }) => type.startsWith("answer"));

test("a request is told with what its call is, is answered once, and the CLI hears it when it is stored", async () => {
  const { stage, puppet } = await begin();
  await using _ = stage;
  const { session, log } = stage;
  const [id, formId] = await ask(stage, puppet, [called("call-a"), asks("a"), form("f")]);
  if (id === undefined || formId === undefined) throw new Error("nothing was asked");
  expect([session.pendingApprovals(), session.pendingQuestions()]).toEqual([2, 1]);
  const label = "npm test -- …";
  const told = {
    kind: "permission",
    toolKind: "execute",
    toolName: "Bash",
    input: { command: "npm test -- ./a" },
  };
  expect(session.request(id)).toMatchObject({ ...told, seq: 4, like: { label } });
  expect(() => session.answerQuestion(id, null)).toThrow("approveSuggestion");
  expect(() => session.answer(formId, "allow_once")).toThrow("answerQuestion");
  expect(() => session.answerQuestion(formId, { q: "" })).toThrow("This question needs an answer.");

  session.answer(id, "reject_once", "not now");
  session.answerQuestion(formId, { "Which?": "this" }, "soon");
  const refused = { code: "ALREADY_ANSWERED", data: { by: "user" } };
  expect(() => session.answer(id, "allow_once")).toThrow(expect.objectContaining(refused));
  expect(() => session.answerQuestion(formId, null)).toThrow(expect.objectContaining(refused));
  expect(() => session.request(id)).toThrow(expect.objectContaining(refused));
  expect([session.requests(), answersOf(puppet)]).toEqual([[], []]);
  await expect
    .poll(() => answersOf(puppet))
    .toEqual([
      { type: "answer", requestKey: "a", decision: "reject_once", message: "not now" },
      { type: "answer_question", requestKey: "f", answers: { q: "this" }, note: "soon" },
    ]);
  const stored = [...log.all(session.record.sessionId)].filter(isResolved);
  expect(stored).toMatchObject([
    { decision: "reject_once", by: "user" },
    { outcome: "answered", by: "user", answers: { q: "this" }, note: "soon", content: "Which? this\nsoon" },
  ]);
});

test("what is said to a rejection goes as the next message, where the program does not hear it with the answer", async () => {
  const { stage, puppet } = await begin();
  await using _ = stage;
  const [id, other] = await ask(stage, puppet, [called("call-a"), asks("a"), asks("b")]);
  if (id === undefined || other === undefined) throw new Error("nothing was asked");
  stage.session.answer(id, "reject_once", "use the other database");
  stage.session.answer(other, "reject_once");
  puppet.says({ events: [endTurn], state: "idle" });
  const chunks = await stage.until((all) => all.filter(({ type }) => type === "user_message").length === 2);
  expect(chunks.findLast(({ type }) => type === "user_message")).toMatchObject({
    turn: 2,
    content: "use the other database",
  });
});

test("a form that is left, withdrawn or cut is closed once, and its call did not run", async () => {
  const { stage, puppet } = await begin();
  await using _ = stage;
  const { session } = stage;
  const keys = ["skipped", "withdrawn", "cut"];
  const [skipped] = await ask(
    stage,
    puppet,
    keys.flatMap((key) => [called(`call-${key}`), form(key)]),
  );
  if (skipped !== undefined) session.answerQuestion(skipped, null);
  const content = "";
  const outcome = { outcome: "cancelled", by: "agent", content } as const;
  puppet.says({ events: [{ type: "question_resolved", requestKey: "withdrawn", ...outcome }] });
  await stage.until((chunks) => chunks.filter(isResolved).length === 2);
  expect(session.pendingQuestions()).toBe(1);
  const interrupted = session.interrupt();
  // It had not heard of that.
  puppet.says({ events: [called("call-late"), form("late"), asks("late-too")] });
  await expect.poll(() => answersOf(puppet)).toHaveLength(3);
  puppet.says({ events: [endTurn], state: "idle" });
  await interrupted;
  const chunks = await stage.until(hasEnded);
  expect(chunks.filter(isResolved)).toMatchObject([
    { outcome: "skipped", by: "user" },
    { outcome: "cancelled", by: "agent" },
    { outcome: "cancelled", by: "interrupt" },
    { outcome: "cancelled", by: "interrupt" },
    { decision: "cancelled", by: "interrupt" },
  ]);
  expect(answersOf(puppet)).toMatchObject([
    { requestKey: "skipped", answers: null },
    { requestKey: "late", answers: null },
    { requestKey: "late-too", decision: "cancelled" },
  ]);
  const unrun = chunks.flatMap((chunk) => (chunk.type === "tool_call_update" ? [chunk.toolCallId] : []));
  expect(unrun).toEqual([...keys, "late", "late-too"].map((key) => `call-${key}`));
});

test("what is allowed for good is allowed to those that wait as well, and to those that come, until it is withdrawn", async () => {
  const { stage, puppet } = await begin();
  await using _ = stage;
  const { session } = stage;
  const [test1, test2] = [["npm test"], ["npm test", "cd"]];
  const [first, , , other] = await ask(stage, puppet, [
    asks("a", { covers: test1 }),
    asks("b", { covers: test1 }),
    asks("c", { covers: test2 }),
    asks("d"),
  ]);
  if (first === undefined || other === undefined) throw new Error("nothing was asked");
  session.answer(first, "allow_always");
  expect(session.requests().map(({ title }) => title)).toEqual(["npm test -- ./c", "npm test -- ./d"]);
  session.answer(other, "allow_always");
  const [allow, plan] = [asks("x").options.slice(0, 1), { covers: test1, setsMode: "default" as const }];
  // The same call as one that was allowed, the like of another, and three that have to be asked.
  const [again, like] = [asks("e", { input: asks("d").input }), asks("f", { covers: test1 })];
  const [unlike, onlyOnce, mode] = [asks("g"), asks("h", { covers: test1, options: allow }), asks("i", plan)];
  puppet.says({ events: [again, like, unlike, onlyOnce, mode] });
  await expect.poll(() => session.requests().map(({ title }) => title.at(-1))).toEqual(["c", "g", "h", "i"]);
  const resolved = await stage.until((chunks) => chunks.filter(isResolved).length === 5);
  expect(resolved.filter(isResolved)).toMatchObject([
    { decision: "allow_always", by: "user" },
    { decision: "allow_always", by: "policy" },
    { decision: "allow_always", by: "user" },
    { decision: "allow_always", by: "policy" },
    { decision: "allow_always", by: "policy" },
  ]);
  await expect
    .poll(() => answersOf(puppet))
    .toMatchObject(["a", "b", "d", "e", "f"].map((requestKey) => ({ requestKey })));

  const [rule, exact] = session.rules();
  expect([rule, exact]).toMatchObject([
    { label: "Always allow npm test", detail: "npm test -- ./a" },
    { detail: "npm test -- ./d" },
  ]);
  expect(stage.reopen().rules()).toEqual([rule, exact]);
  expect([session.withdrawRule(rule?.ruleId ?? ""), session.withdrawRule("none")]).toEqual([true, false]);
  await ask(stage, puppet, [asks("j", { covers: test1 })]);
  expect(session.rules()).toEqual([exact]);
  // Of a long text there is as much as a list has room for.
  const wordy = { decision: "allow_always" as const, label: "l".repeat(300_000) };
  const [last] = await ask(stage, puppet, [asks("k", { options: [wordy] })]);
  if (last === undefined) throw new Error("nothing was asked");
  session.answer(last, "allow_always");
  expect(session.rules().at(-1)?.label).toHaveLength(1_000);
  await session.stop();
  expect(session.rules()).toEqual([]);
});

test("what waited when the bridge was killed is closed, did not run, and can't be answered any more", async () => {
  const { stage, puppet } = await begin();
  await using _ = stage;
  const events = [called("call-a"), asks("a"), called("call-f"), form("f")];
  const [id, formId] = await ask(stage, puppet, events);
  if (id === undefined || formId === undefined) throw new Error("nothing was asked");
  const again = stage.reopen();
  for (const left of stage.log.openTurns()) again.recover(left);
  const chunks = await stage.until(hasEnded);
  const [, ended] = chunks.filter(({ type }) => type.startsWith("turn_"));
  expect(chunks.slice(chunks.findIndex(isResolved))).toMatchObject([
    { type: "permission_resolved", requestId: id, decision: "cancelled", by: "session_end" },
    { type: "tool_call_update", toolCallId: "call-a", status: "failed", output: "Not run." },
    { type: "question_resolved", requestId: formId, outcome: "cancelled", by: "session_end" },
    { type: "tool_call_update", toolCallId: "call-f", status: "failed" },
    ended ?? {},
  ]);
  const refused = expect.objectContaining({ code: "ALREADY_ANSWERED", data: { by: "session_end" } });
  expect(() => again.answer(id, "allow_once")).toThrow(refused);
  expect(() => again.answerQuestion(formId, { q: "x" })).toThrow(refused);
  expect(again.requests()).toEqual([]);
});
