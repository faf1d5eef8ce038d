import { createSignal } from "solid-js";
import { expect, test, vi } from "vitest";
import { otherProjectId, projectId } from "../testing/beads.ts";
import { personaInfo } from "../testing/persona-info.ts";
import { startApp } from "../testing/with-app.ts";
import type { PersonaPlace } from "./personas.ts";

const builtIn = [personaInfo("specialist"), personaInfo("none")];
const own = personaInfo("specialist", { displayName: "Our specialist", layer: "project", source: "p" });
const helper = personaInfo("helper", { displayName: "The helper", layer: "project", source: "p" });
const told = (params: Record<string, unknown>) => ({
  personas: params["projectId"] === otherProjectId ? [own, helper, ...builtIn.slice(1)] : builtIn,
  problems:
    params["projectId"] === otherProjectId ? [{ source: "p", file: "x.md", line: 1, message: "No." }] : [],
});

test("a place has its own personas; until they are told it has those of the open project", async () => {
  const [place, setPlace] = createSignal<PersonaPlace>({ projectId });
  const { app, built } = await startApp({ listPersonas: told }, (app) => app.personas.in(place));
  await vi.waitUntil(() => built.isLoaded());
  expect(built.problems()).toEqual([]);
  setPlace({ projectId: otherProjectId });
  expect(built.isLoaded()).toBe(false);
  expect(built.get("specialist")?.displayName).toBe("Specialist");
  await vi.waitUntil(() => built.isLoaded());
  expect(built.list().map(({ displayName }) => displayName)).toEqual([
    "Our specialist",
    "The helper",
    "None",
  ]);
  expect(built.problems()).toHaveLength(1);
  expect(app.personas.get("specialist")?.displayName).toBe("Specialist");
  expect(app.personas.get("helper")?.displayName).toBe("The helper");
  expect(app.personas.get("gone")?.displayName).toBe("gone");
});

test("they are read again when they may have changed, and with each new connection", async () => {
  let personas = builtIn;
  const { bridge, built } = await startApp({ listPersonas: () => ({ personas, problems: [] }) }, (app) =>
    app.personas.in(() => ({ projectId })),
  );
  await vi.waitUntil(() => built.isLoaded());
  personas = [...builtIn, helper];
  bridge.emit("personas-changed", {});
  await vi.waitFor(() => expect(built.get("helper")).toBeDefined());
  personas = builtIn;
  bridge.drop();
  await vi.waitFor(() => expect(built.get("helper")).toBeUndefined(), { timeout: 5000 });
});

test("why a place could not be read is told for that place alone, and what is known stays", async () => {
  const [place, setPlace] = createSignal<PersonaPlace>({ projectId });
  const { bridge, built } = await startApp({ listPersonas: told }, (app) => app.personas.in(place));
  await vi.waitUntil(() => built.isLoaded());
  const tell = bridge.handlers.listPersonas;
  bridge.handlers.listPersonas = () => ({ refuse: { code: "PROJECT_NOT_FOUND", message: "It is gone." } });
  setPlace({ projectId: otherProjectId });
  await vi.waitUntil(() => built.error() !== null);
  expect(built.error()?.message).toBe("It is gone.");
  expect(built.list()).toHaveLength(2);
  if (tell !== undefined) bridge.handlers.listPersonas = tell;
  await built.read();
  expect(built.error()).toBeNull();
  expect(built.get("helper")).toBeDefined();
});
