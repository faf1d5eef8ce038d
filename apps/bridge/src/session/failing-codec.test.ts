import type { AgentEvent } from "@switchyard/core/backend";
import { type AgentChunk, SwitchyardError } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { makeStage } from "./puppet.testkit.ts";

const FAULT = new SwitchyardError(
  "BACKEND_UNAVAILABLE",
  "The plug-in puppet 1.0.0 failed in codec.receive: boom.",
);
const ERROR = { code: "BACKEND_UNAVAILABLE", message: FAULT.message };
const says = (content: string): AgentEvent => ({ type: "agent_message", content, messageKey: "m1" });
const endTurn: AgentEvent = { type: "turn_ended", content: "", stopReason: "end_turn" };
const ended = (turn: number) => (chunks: readonly AgentChunk[]) =>
  chunks.some((chunk) => chunk.type === "turn_ended" && chunk.turn === turn);

test("a codec that fails ends its turn behind what it said before, and its process; the next message has another", async () => {
  await using stage = await makeStage();
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [says("so far")], state: "busy" });
  puppet.fails(FAULT);
  puppet.says({ events: [says("too late")] });
  const chunks = await stage.until(ended(1));
  expect(chunks.at(-1)).toMatchObject({ type: "turn_ended", stopReason: "error", error: ERROR });
  expect(chunks.map(({ content }) => content).slice(-2)).toEqual(["so far", ERROR.message]);
  expect(puppet.isKilled).toBe(true);
  expect(stage.session.record.failed).toBe(true);
  stage.session.send("again");
  const next = await stage.puppet(2);
  next.says({ events: [says("here"), endTurn], state: "idle" });
  expect((await stage.until(ended(2))).at(-1)).toMatchObject({ stopReason: "end_turn" });
});

test("one that fails between turns is told of by a notice, and its process is ended", async () => {
  await using stage = await makeStage();
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [endTurn], state: "idle" });
  await stage.until(ended(1));
  puppet.fails(FAULT);
  const chunks = await stage.until((all) => all.some(({ type }) => type === "notice"));
  expect(chunks.at(-1)).toMatchObject({ code: "backend_failed", level: "error", content: ERROR.message });
  expect(puppet.isKilled).toBe(true);
  expect(chunks.filter(({ type }) => type === "turn_started")).toHaveLength(1);
});

test("a backend that cannot be used any more ends the open turn, its process, and a start that is under way", async () => {
  await using stage = await makeStage();
  stage.session.backendFailed(ERROR);
  expect(stage.log.lastSeq(stage.session.record.sessionId)).toBe(0);
  stage.session.send("hello");
  stage.session.backendFailed(ERROR);
  expect((await stage.until(ended(1))).at(-1)).toMatchObject({ stopReason: "error", error: ERROR });
  stage.session.send("again");
  const puppet = await stage.puppet(1);
  stage.session.backendFailed(ERROR);
  expect((await stage.until(ended(2))).at(-1)).toMatchObject({ stopReason: "error", error: ERROR });
  expect(puppet.isKilled).toBe(true);
});
