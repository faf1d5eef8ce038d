import { appendFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { PackInfo } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import type { PluginSource } from "../fixtures/plugins/plugin.ts";
import { startPluginYard } from "../fixtures/plugins/plugin-yard.ts";

const SECRET = "sk-this-is-a-secret-of-the-test";
const GOOD: PluginSource = { name: "good" };

/** Each does one thing wrong. */
const BAD: readonly PluginSource[] = [
  { name: "throws-at-load", ahead: 'throw new Error("no such file");' },
  { name: "rejects-later", ahead: `setTimeout(() => Promise.reject(new Error("${SECRET}")), 200);` },
  { name: "throws-later", ahead: 'setTimeout(() => { throw "only a text"; }, 200);' },
  { name: "newer", exports: "export default { ...parrot, apiVersion: 2 };" },
  { name: "exports-nothing", exports: "export { parrot };" },
  { name: "takes-claude", id: "claude" },
  { name: "takes-good", id: "good" },
  { name: "plan-throws", exports: 'export default { ...parrot, plan() { throw new Error("no plan"); } };' },
  {
    name: "probe-throws",
    exports: 'export default { ...parrot, probe() { throw new Error("no probe"); } };',
  },
];

/** What its codec does depends on what it hears. */
const MOODY: PluginSource = {
  name: "moody",
  exports: `
function codec(...given) {
  const own = parrot.codec(...given);
  return {
    ...own,
    receive(line) {
      if (line.startsWith("throw")) throw new Error("in a bad mood");
      if (line.startsWith("rubbish")) return { events: "many" };
      if (line.startsWith("hang")) setTimeout(() => { throw { not: "an error" }; }, 20);
      return own.receive(line);
    },
  };
}
export default { ...parrot, codec };`,
};

test("plug-ins that fail are told of with the reason, and neither the bridge nor the others are the worse", async () => {
  await using yard = await startPluginYard();
  for (const source of [GOOD, ...BAD, MOODY]) {
    // oxlint-disable-next-line no-await-in-loop -- their order says whose an id is
    await yard.install(source);
  }
  const packs = await yard.packsAre((all) => isLoaded(all) && all.filter(isFailed).length === 7);
  expect(Object.fromEntries(packs.map(({ name, state, reason }) => [name, reason ?? state]))).toEqual({
    good: "ready",
    moody: "ready",
    "throws-at-load": "It was not loaded: no such file.",
    "rejects-later": "It failed after it was loaded: [hidden]. Update it, or start Switchyard again.",
    "throws-later": "It failed after it was loaded: only a text. Update it, or start Switchyard again.",
    newer: expect.stringContaining("It was made for version 2 of the plug-in interface"),
    "exports-nothing": expect.stringContaining("no backend as its default export"),
    "takes-claude": expect.stringContaining('"claude", is that of one which comes with Switchyard'),
    "takes-good": expect.stringContaining("is that of the one which good brings"),
    "plan-throws": "ready",
    "probe-throws": "ready",
  });
  const { backends } = await yard.client.call("listBackends", {});
  const shown = backends.map(({ id, state, reason, plugin }) => [id, [plugin?.name, state, reason]]);
  expect(Object.fromEntries(shown)).toEqual({
    claude: [undefined, "off", undefined],
    gemini: [undefined, "off", undefined],
    demo: [undefined, "ready", undefined],
    good: ["good", "ready", undefined],
    moody: ["moody", "ready", undefined],
    "rejects-later": [
      "rejects-later",
      "broken",
      expect.stringContaining("rejects-later 1.0.0 cannot be used"),
    ],
    "throws-later": ["throws-later", "broken", expect.stringContaining("only a text")],
    "plan-throws": ["plan-throws", "broken", "The plug-in plan-throws 1.0.0 failed in plan: no plan."],
    "probe-throws": ["probe-throws", "broken", "The plug-in probe-throws 1.0.0 failed in probe: no probe."],
  });

  const good = await yard.start({ cliBackend: "good", prompt: "hang on" });
  const unplanned = await yard.start({ cliBackend: "plan-throws", prompt: "a prompt" });
  expect(await yard.ended(unplanned, 1)).toMatchObject(failedIn("plan-throws", "plan: no plan"));
  const moody = await yard.start({ cliBackend: "moody", prompt: "throw it: words of mine" });
  expect(await yard.ended(moody, 1)).toMatchObject(failedIn("moody", "codec.receive: in a bad mood"));
  expect(await yard.say(moody, "rubbish")).toMatchObject(failedIn("moody", "codec.receive: it answered"));
  expect(await yard.say(moody, "fine")).toMatchObject({ stopReason: "end_turn" });
  await yard.said(moody, 3, "1.0.0: fine");
  expect(await yard.say(moody, "hang")).toMatchObject({
    stopReason: "error",
    error: { code: "BACKEND_UNAVAILABLE", message: expect.stringContaining("failed after it was loaded") },
  });
  expect(await yard.say(moody, "fine again")).toMatchObject({
    error: { code: "BACKEND_UNAVAILABLE", message: expect.stringContaining("moody 1.0.0 cannot be used") },
  });
  await yard.said(good, 1, "1.0.0: hang on");
  await yard.client.call("interruptAgentSession", { sessionId: good });
  expect(await yard.ended(good, 1)).toMatchObject({ stopReason: "interrupted" });
  expect(await yard.say(good, "hello")).toMatchObject({ stopReason: "end_turn" });
  const log = yard.bridge.stderr();
  expect(log).toContain("a plug-in failed");
  for (const secret of [SECRET, "words of mine", yard.bridge.token]) expect(log).not.toContain(secret);
});

test("started without plug-ins, or with one that is not as it was accepted, no code of it runs and its sessions say why", async () => {
  await using yard = await startPluginYard();
  await yard.install({ ...GOOD, ahead: 'console.log("not the line that says where it is ready");' });
  const sessionId = await yard.start({ cliBackend: "good", prompt: "hello" });
  await yard.ended(sessionId, 1);

  await yard.restart(["--safe"]);
  expect(await yard.client.call("listPacks", {})).toMatchObject({ packs: [{ state: "safe" }], isSafe: true });
  await yard.client.call("subscribeSession", { sessionId, afterSeq: 0 });
  expect((await yard.say(sessionId, "again")).error).toMatchObject({
    code: "BACKEND_UNAVAILABLE",
    message: expect.stringContaining("started with --safe"),
  });
  const refused = await yard.client.refusal("startAgentSession", { persona: "none", cliBackend: "good" });
  expect(refused).toMatchObject({ code: "BACKEND_UNAVAILABLE" });

  // What it prints comes behind the line that says where the bridge is: the yard could not read that else.
  await yard.restart();
  await yard.client.call("subscribeSession", { sessionId, afterSeq: 0 });
  expect(await yard.say(sessionId, "third")).toMatchObject({ stopReason: "end_turn" });

  const [folder = ""] = await readdir(yard.packs);
  await appendFile(join(yard.packs, folder, "index.js"), "\n");
  await yard.restart();
  await yard.packsAre(([pack]) => pack?.state === "changed");
  const { backends } = await yard.client.call("listBackends", {});
  expect(backends.find(({ id }) => id === "good")).toMatchObject({
    state: "broken",
    reason: expect.stringContaining("no longer those that were accepted"),
    plugin: { name: "good", version: "1.0.0" },
  });
  await yard.client.call("subscribeSession", { sessionId, afterSeq: 0 });
  expect((await yard.say(sessionId, "fourth")).error?.code).toBe("BACKEND_UNAVAILABLE");

  // One that ends the process takes the bridge with it once, and is not run again.
  const exits = "export default { ...parrot, codec: () => process.exit(3) };";
  await yard.install({ name: "exits", exports: exits });
  const { bridge } = yard;
  await yard.client.call("startAgentSession", { persona: "none", cliBackend: "exits", prompt: "go" });
  await expect(yard.client.until("packs-changed", () => false)).rejects.toThrow("socket closed");
  await yard.restart();
  expect(bridge.stderr()).toContain("The plug-in exits 1.0.0 ended Switchyard.");
  expect(bridge.stderr()).toContain("To start without plug-ins: switchyard --safe");
  const [, held] = await yard.packsAre((packs) => packs.every(({ state }) => state !== "loading"));
  expect(held).toMatchObject({
    name: "exits",
    state: "failed",
    reason: expect.stringContaining("It ended Switchyard"),
  });
});

test("an update, a downgrade and a removal leave the open turn its code, and the next one has what is there then", async () => {
  await using yard = await startPluginYard();
  await yard.install(GOOD);
  const sessionId = await yard.start({ cliBackend: "good", prompt: "hang" });
  await yard.said(sessionId, 1, "1.0.0: hang");
  await yard.install({ ...GOOD, version: "2.0.0" });
  await yard.packsAre(([pack]) => pack?.version === "2.0.0" && pack.state === "ready");
  expect((await yard.client.call("listActiveSessions", {})).sessions[0]?.status).toBe("running");
  await yard.client.call("interruptAgentSession", { sessionId });
  expect(await yard.ended(sessionId, 1)).toMatchObject({ stopReason: "interrupted" });
  await yard.say(sessionId, "after the update");
  await yard.said(sessionId, 2, "2.0.0: after");
  const spec = await yard.install(GOOD);
  await yard.say(sessionId, "after the downgrade");
  await yard.said(sessionId, 3, "1.0.0: after");

  const settings = { cliBackend: "good", backendsOff: ["claude", "gemini"] };
  await yard.client.call("updateSettings", { settings });
  const { projectId } = await yard.client.call("addProject", { path: yard.bridge.cwd });
  await yard.client.call("updateProject", { projectId, backendsOff: ["good"] });
  const off = { persona: "none", cliBackend: "good", projectId };
  expect(await yard.client.refusal("startAgentSession", off)).toMatchObject({
    code: "BACKEND_UNAVAILABLE",
    message: expect.stringContaining("turned off for this project, project"),
  });
  const nobody = await yard.client.refusal("updateProject", { projectId, cliBackend: "nobody" });
  expect(nobody.code).toBe("UNKNOWN_BACKEND");
  await yard.client.call("updateProject", { projectId, cliBackend: "demo", backendsOff: [] });
  const inProject = await yard.start({ projectId });
  await yard.client.call("updateProject", { projectId, cliBackend: null });

  await yard.client.call("removePack", { kind: "backend", name: "good" });
  expect((await yard.say(sessionId, "after the removal")).error).toMatchObject({
    code: "BACKEND_UNAVAILABLE",
    message: expect.stringContaining(`To have it back: switchyard backends add ${spec}`),
  });
  const { chunks } = await yard.client.call("getSessionHistory", { sessionId });
  expect(chunks.some(({ content }) => content.includes("2.0.0: after"))).toBe(true);
  // What was chosen stays chosen, and says what is missing.
  await yard.client.call("updateSettings", { settings });
  expect(await yard.client.refusal("startAgentSession", { persona: "none" })).toMatchObject({
    code: "UNKNOWN_BACKEND",
    message: expect.stringContaining('The backend "good", which is the default here, is not installed.'),
  });
  const { sessions } = await yard.client.call("listActiveSessions", {});
  expect(sessions.find((each) => each.sessionId === inProject)?.backendId).toBe("demo");
});

test("a plug-in is recorded, installed or from its author's folder", async () => {
  await using yard = await startPluginYard();
  const folder = await yard.install(GOOD);
  const [installed, own, failing] = await Promise.all([
    yard.record(["--backend", "good"], "hello"),
    yard.record(["--backend", "good", "--plugin", folder], "hello"),
    yard.record(
      ["--backend", "nobody", "--plugin", await yard.write({ ...BAD[0], name: "nobody" })],
      "hello",
    ),
  ]);
  for (const { code, recording } of [installed, own]) {
    expect(code).toBe(0);
    expect(recording).toContainEqual(expect.objectContaining({ dir: "out", line: "hello" }));
  }
  expect([failing.code, failing.err]).toEqual([
    1,
    expect.stringContaining("It was not loaded: no such file."),
  ]);
});

function isLoaded(packs: readonly PackInfo[]): boolean {
  return packs.length === BAD.length + 2 && packs.every(({ state }) => state !== "loading");
}

function isFailed({ state }: PackInfo): boolean {
  return state === "failed";
}

function failedIn(name: string, words: string): object {
  const message = expect.stringContaining(`The plug-in ${name} 1.0.0 failed in ${words}`);
  return { stopReason: "error", error: { code: "BACKEND_UNAVAILABLE", message } };
}
