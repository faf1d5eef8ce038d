import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { startYard } from "./yard.ts";

const PLANNER = `---
id: planner
displayName: Planner
description: Plans
backend: demo
variables:
  tone: { description: How it speaks, default: calm }
  topic:
---
You plan in {{cwd}}, {{tone}}.{{#topic}} About {{topic}}.{{/topic}}
`;

const FILES = {
  "project/.switchyard/personas/planner.md": PLANNER,
  "project/.switchyard/personas/broken.md": PLANNER.replace("id: planner", "id: broken").replace(
    "{{cwd}}",
    "{{mood}}",
  ),
  ".claude/agents/specialist.md": "---\nname: specialist\nmodel: opus\n---\nMine.",
};

test("personas of a project and of the user are offered, looked at and started with their own variables", async () => {
  await using yard = await startYard({
    settings: async ({ home }) => {
      for (const [path, text] of Object.entries(FILES)) {
        await mkdir(dirname(join(home, path)), { recursive: true });
        await writeFile(join(home, path), text);
      }
      return {};
    },
  });
  const { client, bridge } = yard;
  const { personas, problems } = await client.call("listPersonas", { cwd: bridge.cwd });
  expect(problems).toEqual([]);
  expect(
    personas.slice(0, 3).map(({ id, layer, source, overrides }) => [id, layer, source, overrides]),
  ).toEqual([
    ["broken", "project", ".switchyard/personas", []],
    ["planner", "project", ".switchyard/personas", []],
    ["specialist", "user", "~/.claude/agents", [{ layer: "built_in", source: "built-in" }]],
  ]);

  const ask = { persona: "planner", cwd: bridge.cwd };
  expect(await client.call("previewPrompt", ask)).toMatchObject({
    prompt: `You plan in ${bridge.cwd}, calm.`,
  });
  const given = { tone: "loud", topic: "{{cwd}}" };
  expect(await client.call("previewPrompt", { ...ask, variables: given })).toEqual({
    prompt: `You plan in ${bridge.cwd}, loud. About {{cwd}}.`,
    template: "You plan in {{cwd}}, {{tone}}.{{#topic}} About {{topic}}.{{/topic}}",
    problems: [],
  });
  for (const method of ["previewPrompt", "startAgentSession"] as const) {
    const refusal = await client.refusal(method, { ...ask, variables: { hue: "red" } });
    expect([refusal.rpcCode, refusal.data["issues"]]).toEqual([
      -32602,
      [{ path: ["variables", "hue"], message: 'is no variable of "planner". It has: tone, topic' }],
    ]);
  }

  const looked = await client.call("previewPrompt", { ...ask, persona: "broken" });
  expect(looked.prompt).toBe("You plan in {{mood}}, calm.");
  expect(looked.problems).toEqual([
    { file: "broken.md", line: 10, message: expect.stringContaining("{{mood}} names no variable.") },
  ]);
  const refused = await client.refusal("startAgentSession", { ...ask, persona: "broken" });
  expect(refused.code).toBe("INVALID_PERSONA");
  expect(refused.message).toContain("broken.md:10: {{mood}} names no variable.");

  // No backend is named: the persona's is it. A model that it doesn't have is not asked for.
  const { sessionId } = await client.call("startAgentSession", { ...ask, variables: given });
  const demo = { persona: "specialist", cliBackend: "demo", cwd: bridge.cwd };
  const other = await client.call("startAgentSession", demo);
  const { chunks } = await client.call("getSessionHistory", other);
  expect(chunks).toMatchObject([{ type: "notice", level: "info", code: "model_left", turn: 0 }]);
  expect(chunks[0]?.content).toContain('asks for the model "opus", which');
  const { sessions } = await client.call("listActiveSessions", {});
  expect(sessions).toHaveLength(2);
  const info = sessions.find((each) => each.sessionId === sessionId);
  expect(info).toMatchObject({ persona: "planner", backendId: "demo" });
  expect(info?.provenance?.persona).toEqual({
    id: "planner",
    layer: "project",
    source: ".switchyard/personas",
    packVersion: null,
    hash: personas.find(({ id }) => id === "planner")?.hash,
  });
  expect(sessions.find((each) => each.sessionId === other.sessionId)?.provenance).toMatchObject({
    persona: { layer: "user" },
    model: null,
  });

  // What is edited is told to who looks, and is what the next session has; the one that runs keeps its own.
  const edited = PLANNER.replace("You plan", "You plan anew");
  await writeFile(join(bridge.home, "project/.switchyard/personas/planner.md"), edited);
  await client.until("personas-changed", () => true);
  const next = await client.call("startAgentSession", ask);
  const both = (await client.call("listActiveSessions", {})).sessions.filter(
    ({ persona }) => persona === "planner",
  );
  const hashOf = (id: string) => both.find((each) => each.sessionId === id)?.provenance?.persona.hash;
  expect(hashOf(sessionId)).toBe(personas.find(({ id }) => id === "planner")?.hash);
  expect(hashOf(next.sessionId)).not.toBe(hashOf(sessionId));
});
