import { fileURLToPath } from "node:url";
import type { ParamsOf, RequestId, SessionId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { startYard, type Yard } from "./yard.ts";

const colour = {
  question: "Which colour?",
  header: "Colour",
  multiSelect: false,
  options: [
    { label: "Red", description: "Warm" },
    { label: "Blue", description: "Cold" },
  ],
};
const sizes = {
  question: "Which sizes?",
  header: "Sizes",
  multiSelect: true,
  options: [
    { label: "S", description: "Small" },
    { label: "M", description: "Medium" },
  ],
};
const ask = (...questions: object[]): string => `[[tool AskUserQuestion ${JSON.stringify({ questions })}]]`;

/** The form of a turn, as it is told to all. */
async function formOf(yard: Yard, sessionId: SessionId, turn: number) {
  const { requestId } = await yard.chunk(sessionId, "question_request", (chunk) => chunk.turn === turn);
  const { requests } = await yard.client.until("requests-changed", (told) =>
    told.requests.some((request) => request.requestId === requestId),
  );
  const [request] = requests;
  if (request?.kind !== "question") throw new Error("no form waits");
  return request;
}

test("a form of Claude's is filled in, left, answered in own words and interrupted", async () => {
  await using yard = await startYard();
  const { client } = yard;
  const id = await yard.start({ prompt: ask(colour, sizes) });
  const form = await formOf(yard, id, 1);
  expect(form.questions).toMatchObject([
    { question: "Which colour?", header: "Colour", kind: "choice", allowsOther: true },
    { question: "Which sizes?", kind: "choices", options: [{ label: "S" }, { label: "M" }] },
  ]);
  const listed = await client.until(
    "session-list-changed",
    ({ sessions }) => sessions[0]?.pendingQuestions === 1,
  );
  expect(listed.sessions[0]).toMatchObject({ status: "running", pendingApprovals: 1 });

  const answer = (requestId: RequestId, more: Pick<ParamsOf<"answerQuestion">, "answers" | "note">) => ({
    sessionId: id,
    requestId,
    ...more,
  });
  const filled = answer(form.requestId, {
    answers: { "Which colour?": "A dark green", [form.questions[1]?.questionId ?? ""]: ["S", "M"] },
    note: "as on the poster",
  });
  const wrong = await client.refusal("answerQuestion", { ...filled, answers: { "Which shape?": "round" } });
  expect(wrong).toMatchObject({ rpcCode: -32602, data: { issues: [{ path: ["answers", "Which shape?"] }] } });
  const button = { sessionId: id, requestId: form.requestId, decision: "allow_once" } as const;
  expect((await client.refusal("approveSuggestion", button)).rpcCode).toBe(-32602);
  await client.call("answerQuestion", filled);
  const late = await client.refusal("answerQuestion", filled);
  expect(late).toMatchObject({ code: "ALREADY_ANSWERED", data: { by: "user" } });
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  const heard = yard.api.requests.at(-1)?.toolResults[0];
  expect(heard?.isError).toBe(false);
  for (const word of ["A dark green", "S, M", "as on the poster"]) expect(heard?.text).toContain(word);
  expect(await yard.chunk(id, "question_resolved")).toMatchObject({
    outcome: "answered",
    by: "user",
    answers: { [form.questions[0]?.questionId ?? ""]: "A dark green" },
    note: "as on the poster",
  });

  await client.call("sendAgentMessage", { sessionId: id, message: ask(colour) });
  const second = await formOf(yard, id, 2);
  await client.call("answerQuestion", answer(second.requestId, { answers: null, note: "choose for me" }));
  expect((await yard.ended(id, 2)).stopReason).toBe("end_turn");
  expect(yard.api.requests.at(-1)?.toolResults[0]).toMatchObject({
    isError: true,
    text: expect.stringContaining("choose for me"),
  });
  const update = await yard.chunk(id, "tool_call_update", ({ turn }) => turn === 2);
  expect(update.status).toBe("failed");

  await client.call("sendAgentMessage", { sessionId: id, message: ask(colour) });
  const third = await formOf(yard, id, 3);
  await client.call("interruptAgentSession", { sessionId: id });
  expect((await yard.ended(id, 3)).stopReason).toBe("interrupted");
  const resolved = await yard.chunk(id, "question_resolved", ({ turn }) => turn === 3);
  expect(resolved).toMatchObject({ requestId: third.requestId, outcome: "cancelled", by: "interrupt" });
  const gone = await client.refusal("answerQuestion", answer(third.requestId, { answers: null }));
  expect(gone).toMatchObject({ code: "ALREADY_ANSWERED", data: { by: "interrupt" } });
  expect((await yard.say(id, "[[say on]]")).stopReason).toBe("end_turn");
});

test("a form of another program's is filled in with what each field takes, or left", async () => {
  const agent = fileURLToPath(new URL("../fixtures/acp-agent/agent.ts", import.meta.url));
  const acpBackends = [{ id: "small", displayName: "Small Agent", command: process.execPath, args: [agent] }];
  await using yard = await startYard({ settings: () => ({ acpBackends }) });
  const id = await yard.start({ cliBackend: "small", prompt: "elicit" });
  const { requestId, questions } = await formOf(yard, id, 1);
  expect(questions).toMatchObject([
    { questionId: "name", kind: "text", isRequired: true, min: 2 },
    { questionId: "colour", kind: "choice", isRequired: false },
    { questionId: "copies", kind: "integer", min: 1, max: 9 },
    { questionId: "isPublic", kind: "yes_no" },
  ]);
  const answer = { sessionId: id, requestId };
  const short = await yard.client.refusal("answerQuestion", {
    ...answer,
    answers: { name: "x", copies: "2" },
  });
  expect(short.data).toMatchObject({ issues: [{ path: ["answers", "name"] }] });
  const answers = { name: "Harbour", copies: "2", isPublic: "true" };
  await yard.client.call("answerQuestion", { ...answer, answers });
  await yard.ended(id, 1);
  expect(yard.text(id, 1)).toBe('It is {"name":"Harbour","copies":2,"isPublic":true}.');
  await yard.client.call("sendAgentMessage", { sessionId: id, message: "elicit" });
  const second = await formOf(yard, id, 2);
  await yard.client.call("answerQuestion", { sessionId: id, requestId: second.requestId, answers: null });
  await yard.ended(id, 2);
  expect(yard.text(id, 2)).toBe("It is declineed.");
});
