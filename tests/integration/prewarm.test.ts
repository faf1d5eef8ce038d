import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { markersOf, processesOf, startYard, type Yard } from "./yard.ts";

const prewarm = (yard: Yard, cliBackend = "claude") =>
  yard.client.call("prewarm", { cliBackend, cwd: yard.bridge.cwd });

/** The one process that was started ahead. */
async function spareOf(yard: Yard): Promise<string> {
  const markers = [...(await markersOf(yard.bridge.home))];
  expect(markers).toHaveLength(1);
  return markers[0] ?? "";
}

test.each(["claude", "gemini"])(
  "a new session of %s goes on with the process that was started ahead, in its own mode and as its own persona",
  { timeout: 60_000 },
  async (cliBackend) => {
    await using yard = await startYard();
    await prewarm(yard, cliBackend);
    await prewarm(yard, cliBackend);
    const spare = await spareOf(yard);
    const session = { cliBackend, persona: "specialist", permissionMode: "plan" } as const;
    const id = await yard.start({ ...session, prompt: "[[say Here I am.]]" });
    expect(await yard.ended(id, 1)).toMatchObject({ stopReason: "end_turn" });
    expect(yard.text(id, 1)).toBe("Here I am.");
    expect([...(await markersOf(yard.bridge.home))]).toEqual([spare]);
    expect(await yard.chunk(id, "session_started")).toMatchObject({ permissionMode: "plan" });
    const { prompt: persona } = await yard.client.call("previewPrompt", { persona: "specialist" });
    const asked = yard.api.requests.findLast(({ prompt }) => prompt.includes("Here I am."));
    expect(`${asked?.system} ${asked?.prompt}`).toContain(persona.slice(0, 100));
    expect(yard.client.received("agent-chunk").filter(({ type }) => type === "notice")).toEqual([]);
  },
);

test("nothing is started ahead in a folder that brings what was not trusted", async () => {
  await using yard = await startYard();
  const folder = join(yard.bridge.cwd, ".claude");
  await mkdir(folder);
  const hooks = { SessionStart: [{ hooks: [{ type: "command", command: `touch ${folder}/ran` }] }] };
  await writeFile(join(folder, "settings.json"), JSON.stringify({ hooks }));
  const refusal = await yard.client.refusal("prewarm", { cliBackend: "claude", cwd: yard.bridge.cwd });
  expect(refusal.code).toBe("FOLDER_NOT_TRUSTED");
  expect(await processesOf(yard.bridge.home)).toEqual([]);
  const missing = await yard.client.refusal("prewarm", { cliBackend: "claude", cwd: "/no/such/folder" });
  expect(missing.code).toBe("FOLDER_NOT_FOUND");
});

test("what was started ahead gives way to a start that needs its place, and takes nobody's", async () => {
  await using yard = await startYard({ settings: () => ({ maxProcesses: 1 }) });
  await prewarm(yard);
  const spare = await spareOf(yard);
  const cwd = join(yard.bridge.home, "elsewhere");
  await mkdir(cwd);
  const id = await yard.start({ cwd, prompt: "hello" });
  await yard.ended(id, 1);
  const markers = await markersOf(yard.bridge.home);
  expect(markers.size).toBe(1);
  expect(markers).not.toContain(spare);
  const refusal = await yard.client.refusal("prewarm", { cliBackend: "claude", cwd });
  expect(refusal.code).toBe("LIMIT_REACHED");
  expect(await markersOf(yard.bridge.home)).toEqual(markers);
});

test("turning a backend off ends what was started ahead of it", async () => {
  await using yard = await startYard();
  await prewarm(yard, "demo");
  await spareOf(yard);
  await yard.client.call("updateSettings", { settings: { backendsOff: ["demo"] } });
  await expect.poll(() => processesOf(yard.bridge.home)).toEqual([]);
  const refusal = await yard.client.refusal("prewarm", { cliBackend: "demo", cwd: yard.bridge.cwd });
  expect(refusal.code).toBe("BACKEND_UNAVAILABLE");
});

test("what a bridge that was killed had started ahead is ended by the next one", async () => {
  await using yard = await startYard();
  await prewarm(yard, "demo");
  await spareOf(yard);
  await yard.bridge.end("SIGKILL");
  await using _ = await startYard({ home: yard.bridge.home });
  expect(await processesOf(yard.bridge.home)).toEqual([]);
});
