import type { AgentEvent } from "@switchyard/core/backend";
import type { Persona } from "@switchyard/core/persona";
import { type AgentChunk, BackendId, PersonaId } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import { provenanceOf } from "./provenance.ts";
import { makeStage, type Stage } from "./puppet.testkit.ts";

const opened = (told: { cliVersion: string | null; model: string | null }): AgentEvent => ({
  type: "session_started",
  content: "",
  cliSessionId: "c-1",
  cwd: "/",
  permissionMode: "default",
  ...told,
});
const endTurn: AgentEvent = { type: "turn_ended", content: "", stopReason: "end_turn" };
const ended = (turn: number) => (chunks: readonly AgentChunk[]) =>
  chunks.some((chunk) => chunk.type === "turn_ended" && chunk.turn === turn);

const PLUGIN = { name: "@acme/puppet", version: "1.0.0", hash: "aa" };
const backendId = BackendId.parse("puppet");
const reviewer: Persona = {
  id: PersonaId.parse("reviewer"),
  displayName: "Reviewer",
  description: "",
  icon: "eye",
  suits: [],
  source: "@acme/personas",
  layer: "installed",
  packVersion: "2.1.0",
  hash: "bb",
  file: null,
  variables: [],
  ignored: [],
  problems: [],
  templates: [],
};

/** A turn in a process of its own that tells these facts. */
async function turnOf(
  stage: Stage,
  turn: number,
  told: { cliVersion: string | null; model: string | null },
): Promise<void> {
  stage.session.send("hello");
  const puppet = await stage.puppet(turn);
  puppet.says({ events: [opened(told), endTurn], state: "idle" });
  await stage.until(ended(turn));
  puppet.ends();
  await stage.until(() => stage.session.processState() === "none");
}

test("a session knows what it was made of, and follows what its processes tell and whose code starts them", async () => {
  let plugin = PLUGIN;
  const provenance = provenanceOf(reviewer, { backendId, plugin, model: "opus" });
  await using stage = await makeStage({ plugin: () => plugin, record: { provenance, model: "opus" } });
  const made = () => stage.log.session(stage.session.record.sessionId)?.provenance;
  const persona = {
    id: "reviewer",
    layer: "installed",
    source: "@acme/personas",
    packVersion: "2.1.0",
    hash: "bb",
  };
  expect(made()).toEqual({
    persona,
    backend: { id: "puppet", plugin: PLUGIN, cliVersion: null },
    model: "opus",
  });
  await turnOf(stage, 1, { cliVersion: "3.0", model: "opus-4-20261101" });
  expect(made()).toEqual({
    persona,
    backend: { id: "puppet", plugin: PLUGIN, cliVersion: "3.0" },
    model: "opus-4-20261101",
  });
  // An update of the package counts from the next start on.
  plugin = { ...PLUGIN, version: "1.1.0", hash: "cc" };
  stage.session.setModel("haiku");
  // Neither has made anything yet.
  expect(made()).toMatchObject({ backend: { plugin: PLUGIN }, model: "opus-4-20261101" });
  await turnOf(stage, 2, { cliVersion: null, model: null });
  expect(made()).toEqual({
    persona,
    backend: {
      id: "puppet",
      plugin,
      cliVersion: null,
      earlier: [{ plugin: PLUGIN, cliVersion: "3.0", untilTurn: 1 }],
    },
    model: "haiku",
  });
});

test("what was behind earlier turns is kept with the last of them, and nothing of what had none", async () => {
  let plugin = PLUGIN;
  const provenance = provenanceOf(reviewer, { backendId, plugin, model: null });
  await using stage = await makeStage({ plugin: () => plugin, record: { provenance } });
  const made = () => stage.log.session(stage.session.record.sessionId)?.provenance?.backend;
  plugin = { ...PLUGIN, version: "1.1.0", hash: "cc" };
  await turnOf(stage, 1, { cliVersion: "3.0", model: null });
  expect(made()).toEqual({ id: "puppet", plugin, cliVersion: "3.0" });
  await turnOf(stage, 2, { cliVersion: "3.0", model: null });
  await turnOf(stage, 3, { cliVersion: "3.1", model: null });
  const first = { plugin, cliVersion: "3.0", untilTurn: 2 };
  expect(made()).toMatchObject({ cliVersion: "3.1", earlier: [first] });
  plugin = PLUGIN;
  await turnOf(stage, 4, { cliVersion: "3.0", model: null });
  const second = { plugin: { ...PLUGIN, version: "1.1.0", hash: "cc" }, cliVersion: "3.1", untilTurn: 3 };
  expect(made()).toEqual({ id: "puppet", plugin, cliVersion: "3.0", earlier: [first, second] });
});

test("a model that was chosen by a short name is kept by its own once the program tells it, and makes nothing before the next turn", async () => {
  const provenance = provenanceOf(reviewer, { backendId, plugin: null, model: "opus" });
  await using stage = await makeStage({ record: { provenance, model: "opus" } });
  const made = () => stage.log.session(stage.session.record.sessionId);
  const tells = (model: string): AgentEvent => ({ type: "model", content: model, model });
  stage.session.send("hello");
  const puppet = await stage.puppet(1);
  puppet.says({ events: [opened({ cliVersion: "3.0", model: "opus-4" }), endTurn], state: "idle" });
  await stage.until(ended(1));
  stage.session.setModel("haiku");
  puppet.says({ events: [tells("haiku-4")] });
  await vi.waitFor(() => expect(made()?.modelInUse).toBe("haiku-4"));
  expect(made()?.provenance?.model).toBe("opus-4");
  stage.session.send("again");
  await stage.until((chunks) => chunks.some(({ turn }) => turn === 2));
  expect(made()).toMatchObject({ model: "haiku", provenance: { model: "haiku-4" } });
  stage.session.setModel("sonnet");
  puppet.says({ events: [tells("sonnet-4"), endTurn], state: "idle" });
  await stage.until(ended(2));
  expect(made()).toMatchObject({
    model: "sonnet",
    modelInUse: "sonnet-4",
    provenance: { model: "sonnet-4" },
  });
});

test("the version of a program that tells none in a conversation is what it answers when it is asked, also after its update", async () => {
  let version = "1.0";
  const provenance = provenanceOf(reviewer, { backendId, plugin: null, model: null });
  await using stage = await makeStage({ version: () => version, record: { provenance } });
  const made = () => stage.log.session(stage.session.record.sessionId)?.provenance?.backend.cliVersion;
  await turnOf(stage, 1, { cliVersion: null, model: null });
  await vi.waitFor(() => expect(made()).toBe("1.0"));
  version = "1.1";
  await turnOf(stage, 2, { cliVersion: null, model: null });
  await vi.waitFor(() => expect(made()).toBe("1.1"));
  await turnOf(stage, 3, { cliVersion: "1.2", model: null });
  expect(made()).toBe("1.2");
  expect(stage.session.record.provenance?.backend.earlier).toEqual([
    { plugin: null, cliVersion: "1.0", untilTurn: 1 },
    { plugin: null, cliVersion: "1.1", untilTurn: 2 },
  ]);
});

test("of a session that is older than this is kept, nothing is made up", async () => {
  await using stage = await makeStage({ plugin: () => PLUGIN });
  await turnOf(stage, 1, { cliVersion: "3.0", model: "m" });
  expect(stage.session.record).toMatchObject({ modelInUse: "m", provenance: null });
});
