import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SessionId } from "@switchyard/core/protocol";
import { type Client, WireRefusal } from "@switchyard/testkit/bridge";
import { expect, test } from "vitest";
import { lender } from "./lent-yard.ts";
import { processesOf, startYard, type Yard } from "./yard.ts";

const lendYard = lender();

test("a request is told once it is in the log, and what is allowed runs with exactly the input that was shown", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "[[bash touch made-by-tool.txt && echo hi]]" });
  const told = await yard.client.until("requests-changed", ({ requests }) => requests.length === 1);
  const [waiting] = told.requests;
  if (waiting === undefined) throw new Error("nothing is asked");
  const named = { sessionId: id, requestId: waiting.requestId };
  expect(waiting).toMatchObject({ ...named, kind: "permission", toolName: "Bash", toolKind: "execute" });
  expect((await yard.client.call("listRequests", {})).requests).toEqual([waiting]);
  expect((await yard.client.call("getRequest", named)).request).toEqual(waiting);
  const request = await yard.chunk(id, "permission_request");
  expect(request).toMatchObject({ ...named, seq: waiting.seq, at: waiting.at });
  expect(request.input).toMatchObject({ command: "touch made-by-tool.txt && echo hi" });
  expect(request.options.map((option) => option.decision)).toEqual([
    "allow_once",
    "allow_always",
    "reject_once",
  ]);
  expect(existsSync(join(yard.bridge.cwd, "made-by-tool.txt"))).toBe(false);
  const info = await yard.client.until(
    "session-list-changed",
    ({ sessions }) => sessions[0]?.pendingApprovals === 1,
  );
  expect(info.sessions[0]).toMatchObject({ status: "running", pendingQuestions: 0 });

  await yard.client.call("approveSuggestion", {
    sessionId: id,
    requestId: request.requestId,
    decision: "allow_once",
  });
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  expect(existsSync(join(yard.bridge.cwd, "made-by-tool.txt"))).toBe(true);
  const update = await yard.chunk(id, "tool_call_update", (chunk) => chunk.status === "completed");
  expect(update.output).toContain("hi");

  const again = await yard.client.refusal("approveSuggestion", {
    sessionId: id,
    requestId: request.requestId,
    decision: "reject_once",
  });
  expect(again).toMatchObject({ code: "ALREADY_ANSWERED", data: { by: "user" } });
  await yard.client.until("requests-changed", (now) => now.sessionId === id && now.requests.length === 0);
  expect((await yard.client.refusal("getRequest", named)).code).toBe("ALREADY_ANSWERED");
});

test("of two sockets that answer at the same moment one is heard", async () => {
  await using yard = await lendYard();
  const other = await yard.bridge.connect();
  const id = await yard.start({ prompt: "[[bash touch once.txt]]" });
  const answer = async (client: Client, decision: "allow_once" | "reject_once"): Promise<string> => {
    const told = await client.until("requests-changed", ({ requests }) => requests.length === 1);
    const requestId = told.requests[0]?.requestId ?? fail();
    return client.call("approveSuggestion", { sessionId: id, requestId, decision }).then(
      () => decision,
      (error: unknown) => (error instanceof WireRefusal ? (error.code ?? "") : ""),
    );
  };
  const heard = await Promise.all([answer(yard.client, "allow_once"), answer(other, "reject_once")]);
  await yard.ended(id, 1);
  const [resolved, ...more] = yard.client
    .received("agent-chunk")
    .flatMap((chunk) => (chunk.type === "permission_resolved" ? [chunk.decision] : []));
  expect(more).toEqual([]);
  expect(heard.toSorted()).toEqual(["ALREADY_ANSWERED", resolved]);
  expect(existsSync(join(yard.bridge.cwd, "once.txt"))).toBe(resolved === "allow_once");
});

test("a rejected command does not run, its card ends as failed, and the agent hears the reason", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "[[bash touch rejected.txt]]" });
  const request = await yard.chunk(id, "permission_request");
  await yard.client.call("approveSuggestion", {
    sessionId: id,
    requestId: request.requestId,
    decision: "reject_once",
    message: "not in this folder",
  });
  await yard.ended(id, 1);
  expect(existsSync(join(yard.bridge.cwd, "rejected.txt"))).toBe(false);
  const updates = yard.client.received("agent-chunk").filter((chunk) => chunk.type === "tool_call_update");
  expect(updates).toMatchObject([{ toolCallId: request.toolCallId, status: "failed" }]);
  expect(
    yard.api.requests
      .at(-1)
      ?.toolResults.map((result) => JSON.stringify(result))
      .join(),
  ).toContain("not in this folder");
});

test("an unanswered request waits, and an interrupt closes it without running it", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "[[bash touch interrupted.txt]]" });
  const request = await yard.chunk(id, "permission_request");
  await yard.client.call("interruptAgentSession", { sessionId: id });
  const end = await yard.ended(id, 1);
  expect(end.stopReason).toBe("interrupted");
  const resolved = yard.client
    .received("agent-chunk")
    .filter((chunk) => chunk.type === "permission_resolved");
  expect(resolved).toMatchObject([{ requestId: request.requestId, decision: "cancelled", by: "interrupt" }]);
  expect(existsSync(join(yard.bridge.cwd, "interrupted.txt"))).toBe(false);
  expect((await yard.say(id, "[[say on]]")).stopReason).toBe("end_turn");
});

test("allow_always holds for the same input until the session ends, also after a resume", async () => {
  await using yard = await lendYard();
  const command = "[[bash echo x >> log.txt]]";
  const id = await yard.start({ prompt: command });
  const request = await yard.chunk(id, "permission_request");
  await yard.client.call("approveSuggestion", {
    sessionId: id,
    requestId: request.requestId,
    decision: "allow_always",
  });
  await yard.ended(id, 1);
  await yard.say(id, command);
  for (const pid of await processesOf(yard.bridge.home)) process.kill(pid, "SIGKILL");
  await untilWithoutProcess(yard, id);
  await yard.say(id, command);
  const chunks = yard.client.received("agent-chunk");
  expect(chunks.filter((chunk) => chunk.type === "permission_request")).toHaveLength(1);
  expect(await readFile(join(yard.bridge.cwd, "log.txt"), "utf8")).toBe("x\nx\nx\n");
  expect(existsSync(join(yard.bridge.cwd, ".claude"))).toBe(false);

  await yard.client.call("stopAgentSession", { sessionId: id });
  await yard.client.call("resumeSession", { sessionId: id });
  await yard.client.call("sendAgentMessage", { sessionId: id, message: command });
  const asked = await yard.chunk(id, "permission_request", (chunk) => chunk.turn === 4);
  expect(asked.options.length).toBe(3);
});

test("what covers a command covers its like, in this process and the next, until it is withdrawn", async () => {
  await using yard = await lendYard();
  const push = (more: string): Promise<unknown> =>
    yard.client.call("sendAgentMessage", { sessionId: id, message: `[[bash git push ${more}]]` });
  const id = await yard.start({ prompt: "[[bash git push ./a]]" });
  const asked = await yard.answer(id, 1, "allow_always");
  const label = asked.options.find(({ decision }) => decision === "allow_always")?.label;
  expect(label).toContain("git push");
  await yard.ended(id, 1);
  const { rules } = await yard.client.call("listRules", { sessionId: id });
  expect(rules).toEqual([expect.objectContaining({ label, at: expect.any(Number) })]);
  const count = async (): Promise<number | undefined> =>
    (await yard.client.call("listActiveSessions", {})).sessions[0]?.rules;
  expect(await count()).toBe(1);
  await push("./b");
  await yard.ended(id, 2);
  for (const pid of await processesOf(yard.bridge.home)) process.kill(pid, "SIGKILL");
  await untilWithoutProcess(yard, id);
  await push("./c");
  await yard.ended(id, 3);
  const byRule = { type: "permission_resolved", decision: "allow_always", by: "policy" };
  const resolved = yard.client.received("agent-chunk").filter(({ type }) => type === "permission_resolved");
  expect(resolved).toMatchObject([{ by: "user" }, { ...byRule, turn: 2 }, { ...byRule, turn: 3 }]);

  // The rule is of the program, and this writes a file.
  await push("./d > pushed.txt");
  await yard.answer(id, 4, "reject_once");
  await yard.ended(id, 4);
  const ruleId = rules[0]?.ruleId ?? fail();
  await yard.client.call("withdrawRule", { sessionId: id, ruleId });
  await push("./e");
  await yard.answer(id, 5, "reject_once");
  await yard.ended(id, 5);
  expect((await yard.client.call("listRules", { sessionId: id })).rules).toEqual([]);
  expect((await yard.client.refusal("withdrawRule", { sessionId: id, ruleId })).code).toBe(
    "REQUEST_NOT_FOUND",
  );
  expect(await count()).toBe(0);
});

test("a decision that was not offered is refused", async () => {
  await using yard = await lendYard();
  const id = await yard.start({ prompt: "[[bash touch x.txt]]" });
  const { requestId } = await yard.chunk(id, "permission_request");
  const refused = await yard.client.refusal("approveSuggestion", {
    sessionId: id,
    requestId,
    decision: "reject_always",
  });
  expect(refused.rpcCode).toBe(-32602);
  const unknown = await yard.client.refusal("approveSuggestion", {
    sessionId: id,
    requestId: id,
    decision: "allow_once",
  });
  expect(unknown.code).toBe("REQUEST_NOT_FOUND");
});

test("it still asks where the user's own settings skip permissions", async () => {
  await using yard = await startYard();
  await writeFile(
    join(yard.configDir, "settings.json"),
    JSON.stringify({
      permissions: { defaultMode: "bypassPermissions" },
      skipDangerousModePermissionPrompt: true,
    }),
  );
  const id = await yard.start({ prompt: "[[bash touch skipped.txt]]" });
  await yard.chunk(id, "permission_request");
  expect(existsSync(join(yard.bridge.cwd, "skipped.txt"))).toBe(false);
});

test("the permission mode holds from the first turn, can be changed, and is never skipped", async () => {
  await using yard = await lendYard();
  const write = (name: string): string => `[[write ${join(yard.bridge.cwd, name)} text]]`;
  const id = await yard.start({ prompt: write("one.txt"), permissionMode: "acceptEdits" });
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  expect(existsSync(join(yard.bridge.cwd, "one.txt"))).toBe(true);
  await yard.client.call("setPermissionMode", { sessionId: id, permissionMode: "default" });
  await yard.client.call("sendAgentMessage", { sessionId: id, message: write("two.txt") });
  await yard.chunk(id, "permission_request", (chunk) => chunk.turn === 2);
  expect(existsSync(join(yard.bridge.cwd, "two.txt"))).toBe(false);
  await yard.client.call("setPermissionMode", { sessionId: id, permissionMode: "acceptEdits" });
  await yard.answer(id, 2, "reject_once");
  await yard.ended(id, 2);
  for (const pid of await processesOf(yard.bridge.home)) process.kill(pid, "SIGKILL");
  await untilWithoutProcess(yard, id);
  expect((await yard.say(id, write("three.txt"))).stopReason).toBe("end_turn");
  expect(existsSync(join(yard.bridge.cwd, "three.txt"))).toBe(true);
  const refused = await yard.client.refusal("setPermissionMode", {
    sessionId: id,
    permissionMode: "bypassPermissions",
  });
  expect(refused.code).toBe("NOT_ALLOWED");
  const started = await yard.client.refusal("startAgentSession", {
    persona: "none",
    permissionMode: "bypassPermissions",
  });
  expect(started.code).toBe("NOT_ALLOWED");
});

async function untilWithoutProcess(yard: Yard, id: SessionId): Promise<void> {
  await yard.client.until(
    "session-updated",
    ({ session }) => session.sessionId === id && session.process === "none",
  );
}

function fail(): never {
  throw new Error("nothing is asked");
}
