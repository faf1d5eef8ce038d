import { expect, test } from "vitest";
import type { PermissionMode } from "@switchyard/core/protocol";
import { INITIALIZED, MODES, SESSION, Talk, underWay } from "./talk.testkit.ts";

const listOf = (currentModeId: string, ...ids: string[]): object => ({
  modes: { currentModeId, availableModes: ids.map((id) => ({ id, name: id })) },
});
const codes = (talk: Talk): unknown[] => talk.of("turn_ended").map(({ error }) => error?.code);
const offered = (talk: Talk): unknown => talk.of("abilities").at(-1)?.capabilities.permissionModes;

test("no prompt goes out before the wanted mode is in force", () => {
  const talk = underWay({ permissionMode: "plan" }, { modes: MODES });
  expect(talk.last("session/set_mode")).toEqual({ sessionId: SESSION, modeId: "plan" });
  talk.update({ sessionUpdate: "current_mode_update", currentModeId: "default" });
  expect(talk.of("mode")).toEqual([]);
  expect(talk.count("session/prompt")).toBe(0);
  talk.answer("session/set_mode");
  expect(talk.count("session/prompt")).toBe(1);
  expect(talk.of("session_started")).toMatchObject([{ permissionMode: "plan" }]);
  expect(talk.of("mode")).toMatchObject([{ permissionMode: "plan", content: "plan" }]);
});

test("a mode that is in force already is not asked for", () => {
  const talk = underWay({}, { modes: MODES });
  expect(talk.count("session/set_mode")).toBe(0);
  expect(talk.count("session/prompt")).toBe(1);
});

test("the mode is compared after a load, too", () => {
  const talk = new Talk({ start: { resume: SESSION }, permissionMode: "default" }).prompt("Go on");
  talk
    .answer("initialize", INITIALIZED)
    .answer("session/load", { modes: { ...MODES, currentModeId: "acceptEdits" } });
  expect(talk.last("session/set_mode")).toMatchObject({ modeId: "default" });
  expect(talk.count("session/prompt")).toBe(0);
});

test("a refused mode ends the turn, and each one until another is accepted", () => {
  const talk = underWay({ permissionMode: "plan" }, { modes: MODES });
  talk.refuse("session/set_mode", { code: -32602, message: "No such mode" });
  expect(codes(talk)).toEqual(["CLI_FAILED"]);
  expect(talk.of("notice")).toMatchObject([{ code: "mode_refused" }]);
  expect(talk.of("mode")).toMatchObject([{ permissionMode: "default" }]);
  expect(talk.of("session_started")).toEqual([]);
  expect(codes(talk.prompt("Again"))).toHaveLength(2);
  talk.send({ type: "set_mode", permissionMode: "acceptEdits" }).answer("session/set_mode").prompt("Now");
  expect(talk.of("session_started")).toMatchObject([{ permissionMode: "acceptEdits" }]);
  expect(talk.count("session/prompt")).toBe(1);
});

test("a mode of the agent's that skips permissions is none of ours, and is never asked for", () => {
  const skipping = ["yolo", "bypassPermissions", "full-access", "dontAsk", "never", "danger-full-access"];
  for (const id of skipping) {
    const talk = underWay({}, listOf(id, id, "plan"));
    expect(talk.of("mode")).toMatchObject([{ permissionMode: "unknown", content: id }]);
    expect(codes(talk)).toEqual(["CLI_FAILED"]);
    expect(talk.count("session/prompt")).toBe(0);
    for (const permissionMode of ["acceptEdits", "bypassPermissions", "default"] as const) {
      talk.send({ type: "set_mode", permissionMode });
    }
    expect(talk.count("session/set_mode")).toBe(0);
    expect(offered(talk)).toEqual(["plan"]);
  }
});

test("going into such a mode is told as unknown", () => {
  const talk = underWay({}, { modes: MODES }).update({
    sessionUpdate: "current_mode_update",
    currentModeId: "bypassPermissions",
  });
  expect(talk.of("mode").at(-1)).toMatchObject({ permissionMode: "unknown", content: "bypassPermissions" });
});

test("where no mode is called the default, it is the one that the agent begins in", () => {
  const talk = underWay({}, listOf("build", "build", "plan"));
  expect(talk.count("session/prompt")).toBe(1);
  expect(offered(talk)).toEqual(["default", "plan"]);
  const reopened = new Talk({ start: { resume: SESSION } }).prompt("Go on").answer("initialize", INITIALIZED);
  reopened.answer("session/load", listOf("plan", "build", "plan"));
  expect(reopened.last("session/set_mode")).toMatchObject({ modeId: "build" });
});

test("an agent's own words are mapped by its dialect", () => {
  const talk = new Talk(
    { permissionMode: "acceptEdits" },
    { modes: { acceptEdits: ["edits"], default: ["ask"] } },
  );
  talk.prompt("Hello").answer("initialize", INITIALIZED);
  talk.answer("session/new", { sessionId: SESSION, ...listOf("ask", "ask", "edits", "acceptEdits") });
  expect(talk.last("session/set_mode")).toMatchObject({ modeId: "edits" });
});

test("an agent without modes runs in the default one, and in no other", () => {
  expect(offered(underWay())).toEqual(["default"]);
  expect(codes(underWay({ permissionMode: "plan" }))).toEqual(["CLI_FAILED"]);
});

const option = (category: "mode" | "model", currentValue: string, ...values: string[]): object => ({
  id: `the-${category}`,
  name: category,
  type: "select",
  category,
  currentValue,
  options: [{ group: "all", name: "All", options: values.map((value) => ({ value, name: value })) }],
});

test("mode and model may be config options, and the answer tells what is in force", () => {
  const configOptions = [
    option("mode", "default", "default", "plan"),
    option("model", "small", "small", "big"),
  ];
  const talk = underWay({ permissionMode: "plan", model: "big" }, { configOptions });
  expect(talk.written.slice(-2).map(({ params }) => params)).toEqual([
    { sessionId: SESSION, configId: "the-mode", value: "plan" },
    { sessionId: SESSION, configId: "the-model", value: "big" },
  ]);
  const [mode, model] = talk.written.slice(-2);
  const done = {
    configOptions: [option("mode", "plan", "default", "plan"), option("model", "big", "small", "big")],
  };
  for (const { id } of [mode, model].flatMap((one) => one ?? [])) {
    talk.raw(JSON.stringify({ jsonrpc: "2.0", id, result: done }));
  }
  expect(talk.of("session_started")).toMatchObject([{ permissionMode: "plan", model: "big" }]);
  talk.update({
    sessionUpdate: "config_option_update",
    configOptions: [option("mode", "default", "default", "plan")],
  });
  expect(talk.of("mode").at(-1)).toMatchObject({ permissionMode: "default" });
});

test("a config option that was set to something else is told as what it is", () => {
  const configOptions = [option("mode", "default", "default", "plan")];
  const talk = underWay({ permissionMode: "plan" }, { configOptions }).answer("session/set_config_option", {
    configOptions,
  });
  expect(talk.of("mode")).toMatchObject([{ permissionMode: "default" }]);
});

const MODELS = {
  currentModelId: "small",
  availableModels: [
    { modelId: "small", name: "Small" },
    { modelId: "big", name: "Big" },
  ],
};

test("the wanted model is set before the first prompt, and a refused one is a warning", () => {
  const talk = underWay({ model: "big" }, { models: MODELS });
  expect(talk.last("session/set_model")).toEqual({ sessionId: SESSION, modelId: "big" });
  expect(talk.count("session/prompt")).toBe(0);
  talk.refuse("session/set_model", { code: -32602, message: "Not for you" });
  expect(talk.of("notice")).toMatchObject([{ level: "warning", code: "model_refused" }]);
  expect(talk.of("session_started")).toMatchObject([{ model: "small" }]);
  expect(talk.count("session/prompt")).toBe(1);
  talk
    .send({ type: "set_model", model: "big" })
    .answer("session/set_model")
    .send({ type: "set_model", model: "big" });
  expect(talk.count("session/set_model")).toBe(2);
});

test("an agent whose model nobody can choose says so, and goes on", () => {
  const talk = underWay({ model: "big" });
  expect(talk.of("notice")).toMatchObject([{ code: "model_refused" }]);
  expect(talk.count("session/prompt")).toBe(1);
});

test("mode and model that are wanted before a conversation is open are only noted", () => {
  const talk = new Talk()
    .send({ type: "set_mode", permissionMode: "plan" })
    .send({ type: "set_model", model: "big" });
  expect(talk.written).toHaveLength(1);
  talk
    .prompt("Hello")
    .answer("initialize", INITIALIZED)
    .answer("session/new", { sessionId: SESSION, modes: MODES, models: MODELS });
  expect(talk.last("session/set_mode")).toMatchObject({ modeId: "plan" });
  expect(talk.last("session/set_model")).toMatchObject({ modelId: "big" });
});

test("a change in mid-turn is told when it is in force", () => {
  const talk = underWay({}, { modes: MODES }).send({ type: "set_mode", permissionMode: "acceptEdits" });
  const modes = (): PermissionMode[] =>
    talk.of("mode").flatMap(({ permissionMode: mode }) => (mode === "unknown" ? [] : [mode]));
  expect(modes()).toEqual(["default"]);
  expect(talk.answer("session/set_mode").of("turn_ended")).toEqual([]);
  expect(modes()).toEqual(["default", "acceptEdits"]);
});
