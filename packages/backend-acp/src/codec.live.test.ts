import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { ConversationInput } from "@switchyard/core/backend";
import { drive, type Driven } from "@switchyard/testkit/contract";
import { AcpProgram, configuredAcpBackend } from "./index.ts";

const agent = fileURLToPath(new URL("agent.testkit.ts", import.meta.url));
const settings = { id: "fixture", displayName: "Fixture", command: process.execPath, args: [agent] };
const backend = configuredAcpBackend(AcpProgram.parse(settings));

test("a conversation with an agent on the protocol's own library goes from prompt to prompt", async () => {
  await using session = start({ systemPrompt: "Be careful." });
  expect(await session.turn("Hello")).toMatchObject({ stopReason: "end_turn" });
  expect(await session.turn("Again")).toMatchObject({ stopReason: "end_turn" });
  expect(session.text()).toBe("default: Be careful.\n\nHellodefault: Be careful.\n\nHello | Again");
  expect(session.events.filter(({ type }) => type === "notice")).toMatchObject([{ code: "noise" }]);
  session.send({ type: "set_mode", permissionMode: "plan" });
  await session.turn("More");
  expect(session.text()).toContain("plan: ");
});

test("what is allowed runs, what is rejected does not, and what is interrupted is cancelled", async () => {
  await using session = start({});
  for (const [decision, outcome] of [
    ["allow_once", '"optionId":"yes"'],
    ["reject_once", '"optionId":"no"'],
  ] as const) {
    session.prompt("ask me");
    // oxlint-disable-next-line no-await-in-loop -- one turn after the other
    const { requestKey } = await session.next("permission_request");
    session.send({ type: "answer", requestKey, decision });
    // oxlint-disable-next-line no-await-in-loop -- as above
    await session.next("turn_ended");
    expect(session.text()).toContain(outcome);
  }
  session.prompt("ask me");
  await session.next("permission_request");
  session.send({ type: "interrupt" });
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
  session.prompt("hang");
  await session.next("agent_message");
  session.send({ type: "interrupt" });
  expect(await session.next("turn_ended")).toMatchObject({ stopReason: "interrupted" });
  expect(await session.turn("Still there?")).toMatchObject({ stopReason: "end_turn" });
});

test("a stored conversation goes on in the wanted mode, and an unknown one is told", async () => {
  await using session = start({ start: { resume: "stored-1" } });
  await session.turn("Blue.");
  expect(session.text()).toBe("default: Red. | Blue.");
  await using lost = start({ start: { resume: "unknown" } });
  await lost.until(() => lost.state() === "unresumable");
});

test("an agent that asks for our files is told no, and goes on", async () => {
  await using session = start({});
  expect(await session.turn("read it")).toMatchObject({ stopReason: "end_turn" });
  expect(session.text()).toContain("fs/read_text_file");
});

test("the program answers the probe with who it is", async () => {
  const child = spawn(settings.command, backend.program.versionArgs);
  child.stdin.end(`${backend.program.versionInput ?? ""}\n`);
  const stdout = (await child.stdout.toArray()).join("");
  expect(backend.probe({ version: { stdout, stderr: "", exitCode: 0 } })).toMatchObject({
    version: "1.0.0",
    capabilities: { resume: true },
  });
});

function start(more: Partial<ConversationInput>): Driven {
  const env = { PATH: process.env["PATH"] ?? "" };
  return drive(backend, { program: settings.command, cwd: process.cwd(), env }, more);
}
