import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processesOf, startYard } from "./yard.ts";

test("an allowed command runs with exactly the input that was shown", async () => {
  await using yard = await startYard();
  const id = await yard.start({ prompt: "[[bash touch made-by-tool.txt && echo hi]]" });
  const request = await yard.chunk(id, "permission_request");
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
  expect(info.sessions[0]?.status).toBe("running");

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
});

test("a rejected command does not run, its card ends as failed, and the agent hears the reason", async () => {
  await using yard = await startYard();
  const id = await yard.start({ prompt: "[[bash touch never.txt]]" });
  const request = await yard.chunk(id, "permission_request");
  await yard.client.call("approveSuggestion", {
    sessionId: id,
    requestId: request.requestId,
    decision: "reject_once",
    message: "not in this folder",
  });
  await yard.ended(id, 1);
  expect(existsSync(join(yard.bridge.cwd, "never.txt"))).toBe(false);
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
  await using yard = await startYard();
  const id = await yard.start({ prompt: "[[bash touch never.txt]]" });
  const request = await yard.chunk(id, "permission_request");
  await yard.client.call("interruptAgentSession", { sessionId: id });
  const end = await yard.ended(id, 1);
  expect(end.stopReason).toBe("interrupted");
  const resolved = yard.client
    .received("agent-chunk")
    .filter((chunk) => chunk.type === "permission_resolved");
  expect(resolved).toMatchObject([{ requestId: request.requestId, decision: "cancelled", by: "interrupt" }]);
  expect(existsSync(join(yard.bridge.cwd, "never.txt"))).toBe(false);
  expect((await yard.say(id, "[[say on]]")).stopReason).toBe("end_turn");
});

test("allow_always holds for the same input until the session ends, also after a resume", async () => {
  await using yard = await startYard();
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
  await yard.client.until("session-updated", ({ session }) => session.process === "none");
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

test("a decision that was not offered is refused", async () => {
  await using yard = await startYard();
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
  await using yard = await startYard();
  const write = (name: string): string => `[[write ${join(yard.bridge.cwd, name)} text]]`;
  const id = await yard.start({ prompt: write("one.txt"), permissionMode: "acceptEdits" });
  expect((await yard.ended(id, 1)).stopReason).toBe("end_turn");
  expect(existsSync(join(yard.bridge.cwd, "one.txt"))).toBe(true);
  await yard.client.call("setPermissionMode", { sessionId: id, permissionMode: "default" });
  await yard.client.call("sendAgentMessage", { sessionId: id, message: write("two.txt") });
  await yard.chunk(id, "permission_request", (chunk) => chunk.turn === 2);
  expect(existsSync(join(yard.bridge.cwd, "two.txt"))).toBe(false);
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
