import { MAX_FRAME_OUT, type ParamsOf, RequestId } from "@switchyard/core/protocol";
import { type Client, WireRefusal } from "@switchyard/testkit/bridge";
import type { FakeStep } from "@switchyard/testkit/fake-cli";
import { expect, test } from "vitest";
import { halfTurn, opening, startFakeYard, turn } from "./fake-yard.ts";
import { wholeLog } from "./whole-log.ts";

const rest = turn.slice(halfTurn.length);

/** Claude asks to run a command; it hears the answer under the same name. */
function asks(name: string, command: string): FakeStep {
  const ask = { subtype: "can_use_tool", tool_name: "Bash", input: { command }, tool_use_id: `call-${name}` };
  const line = { type: "control_request", request_id: name, request: ask };
  return { do: "line", line: JSON.stringify(line) };
}

function answered(name: string): FakeStep {
  return { do: "await", holding: name };
}

/** What an answer came to: the decision that counts, or the code of its refusal. */
function answer(client: Client, params: ParamsOf<"approveSuggestion">): Promise<string> {
  return client.call("approveSuggestion", params).then(
    () => params.decision,
    (error: unknown) => (error instanceof WireRefusal ? String(error.code) : "no answer"),
  );
}

test("fifty requests at once are told within a frame, and each is answered once, however many tabs press", async () => {
  const names = Array.from({ length: 50 }, (_, at) => `request-${at}`);
  // Half of them are too long for a list.
  const questions = names.map((name, at) => asks(name, `echo ${name} ${at % 2 ? "x".repeat(20_000) : ""}`));
  // Each tab answers in their order, so that is the order in which they are heard.
  const heard = names.map(answered);
  await using fake = await startFakeYard([...opening, ...halfTurn, ...questions, ...heard, ...rest]);
  const { yard, sessionId } = fake;
  const tabs = [yard.client, await yard.bridge.connect(), await yard.bridge.connect()];
  await yard.client.until("requests-changed", ({ requests }) => requests.length === names.length);
  const { requests } = await yard.client.call("listRequests", {});
  expect(requests).toHaveLength(names.length);
  expect(JSON.stringify(requests).length).toBeLessThan(MAX_FRAME_OUT);
  const cut = requests.find((request) => request.kind === "permission" && request.isInputCut);
  const whole = await yard.client.call("getRequest", { sessionId, requestId: cut?.requestId ?? fail() });
  expect(whole.request).toMatchObject({
    isInputCut: false,
    input: { command: expect.stringContaining("xxx") },
  });

  // Forged, and of another session.
  const other = await yard.start({ cliBackend: "demo", prompt: "[[say Hello.]]" });
  const first = requests[0]?.requestId ?? fail();
  const forged = { requestId: RequestId.parse(crypto.randomUUID()), decision: "allow_once" } as const;
  expect(await answer(yard.client, { ...forged, sessionId })).toBe("REQUEST_NOT_FOUND");
  expect(await answer(yard.client, { ...forged, sessionId: other, requestId: first })).toBe(
    "REQUEST_NOT_FOUND",
  );

  const decisions = ["allow_once", "reject_once", "allow_once"] as const;
  const outcomes = await Promise.all(
    requests.map(({ requestId }) =>
      Promise.all(
        tabs.map((tab, at) => answer(tab, { sessionId, requestId, decision: decisions[at] ?? fail() })),
      ),
    ),
  );
  expect((await fake.ended()).stopReason).toBe("end_turn");
  const resolved = (await wholeLog(yard, sessionId)).filter((chunk) => chunk.type === "permission_resolved");
  expect(resolved).toHaveLength(names.length);
  for (const { requestId, decision } of resolved) {
    const outcome = outcomes[requests.findIndex((request) => request.requestId === requestId)];
    expect(outcome?.filter((each) => each !== "ALREADY_ANSWERED")).toEqual([decision]);
  }
  await yard.client.until("requests-changed", (told) => told.requests.length === 0);
  await yard.client.call("stopAgentSession", { sessionId: other });
  await fake.expectSound();
});

test("of a CLI that dies while it waits the requests are closed, and a late answer goes to no other process", async () => {
  const die: FakeStep[] = [answered("one"), { do: "exit", code: 7 }];
  await using fake = await startFakeYard(
    [...opening, ...halfTurn, asks("one", "ls"), asks("two", "make it"), ...die],
    // The next one asks under the same name.
    [...opening, ...halfTurn, asks("two", "rm -rf x"), answered('"allow"'), ...rest],
  );
  const { yard, sessionId } = fake;
  const told = await yard.client.until("requests-changed", ({ requests }) => requests.length === 2);
  const [one = fail(), two = fail()] = told.requests.map(({ requestId }) => requestId);
  const decision = "allow_once";
  expect(await answer(yard.client, { sessionId, requestId: one, decision })).toBe(decision);
  expect((await fake.ended()).stopReason).toBe("process_exit");
  const closed = await yard.chunk(sessionId, "permission_resolved", ({ requestId }) => requestId === two);
  expect(closed).toMatchObject({ decision: "cancelled", by: "agent", turn: 1 });

  await yard.client.call("sendAgentMessage", { sessionId, message: "go on" });
  const asked = await yard.chunk(sessionId, "permission_request", (chunk) => chunk.turn === 2);
  expect(await answer(yard.client, { sessionId, requestId: two, decision })).toBe("ALREADY_ANSWERED");
  const { requests } = await yard.client.call("listRequests", {});
  expect(requests).toMatchObject([{ requestId: asked.requestId, input: { command: "rm -rf x" } }]);
  await yard.client.call("interruptAgentSession", { sessionId });
  const cut = await yard.chunk(sessionId, "permission_resolved", ({ turn: of }) => of === 2);
  expect(cut).toMatchObject({ requestId: asked.requestId, decision: "cancelled", by: "interrupt" });
  await fake.expectSound();
});

function fail(): never {
  throw new Error("nothing is asked");
}
