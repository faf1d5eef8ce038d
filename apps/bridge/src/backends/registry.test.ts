import { setImmediate } from "node:timers/promises";
import type { Backend } from "@switchyard/core/backend";
import { BackendId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { parrot } from "../plugins/parrot.testkit.ts";
import { changedChoice } from "./choice.ts";
import { makeBackendRegistry, type PluginBackend } from "./registry.ts";

const PARROT = BackendId.parse("parrot");
const HASH = { name: "parrot-backend", version: "1.0.0", hash: "a" };

test("what a session keeps is whatever brings its backend now, before it is loaded, after, and when it is gone", () => {
  const { registry, list } = withPlugins();
  const kept = registry.of(PARROT, { name: "parrot-backend", version: "0.9.0" });
  expect(kept.displayName).toBe("parrot");
  expect(() => kept.program).toThrow(
    "The plug-in parrot-backend 0.9.0 brought it. To have it back: switchyard",
  );
  list.push(brings(parrot()));
  expect(registry.need("parrot")).toBe(kept);
  expect({ ...kept }).toEqual({ ...parrot(), ...functionsOf(kept) });
  expect(kept.startsAhead).toBeUndefined();
  list[0] = brings({ ...parrot(), displayName: "Newer", startsAhead: true });
  expect([kept.displayName, kept.startsAhead]).toEqual(["Newer", true]);
  list[0] = { ...brings(parrot()), backend: null, reason: "It failed." };
  expect(() => kept.plan({ cwd: "/", start: "new", permissionMode: "default" }, {})).toThrow("It failed.");
  expect([kept.displayName, kept.capabilities.resume]).toEqual(["Parrot", false]);
  expect([registry.faultOf(PARROT), registry.pluginOf(PARROT)]).toEqual(["It failed.", HASH]);
});

test("fixed ones are themselves, plug-ins stand behind them, and a miss names those that can be used", () => {
  const { registry, list } = withPlugins();
  list.push({ ...brings(parrot()), backend: null, reason: "It failed." });
  expect(registry.ids).toEqual(["own", "parrot"]);
  expect([...registry].map(({ id }) => id)).toEqual(["own", "parrot"]);
  expect(registry.of(BackendId.parse("own"))).toBe(registry.need("own"));
  expect(registry.pluginOf(BackendId.parse("own"))).toBeNull();
  expect(() => registry.need("nobody")).toThrow(
    'There is no backend "nobody". There are: own. The plug-in first 1.0.0 cannot be used.',
  );
});

test("whoever needs a fixed one does not wait for plug-ins", async () => {
  const { registry } = withPlugins();
  await registry.ready("own");
  const first = await Promise.race([
    registry.ready("parrot").then(() => "plug-ins"),
    setImmediate("nothing"),
  ]);
  expect(first).toBe("nothing");
});

test("a choice is of what is there, and what was chosen before may stay without being there", async () => {
  const { registry, list } = withPlugins();
  list.push(brings(parrot()));
  const before = { cliBackend: BackendId.parse("gone"), backendsOff: [BackendId.parse("away")] };
  const change = (asked: { cliBackend?: string | null; backendsOff?: string[] }) =>
    changedChoice(registry, { cliBackend: undefined, backendsOff: undefined, ...asked }, before);
  expect(await change({})).toEqual({});
  expect(await change({ cliBackend: null })).toEqual({ cliBackend: null });
  expect(await change({ cliBackend: "gone", backendsOff: ["away", "parrot", "parrot"] })).toEqual({
    cliBackend: "gone",
    backendsOff: ["away", "parrot"],
  });
  await expect(change({ backendsOff: ["nobody"] })).rejects.toMatchObject({ code: "UNKNOWN_BACKEND" });
});

function withPlugins() {
  const list: PluginBackend[] = [];
  const own: Backend = { ...parrot(), id: BackendId.parse("own") };
  const never = new Promise<void>(() => undefined);
  const registry = makeBackendRegistry([own], {
    list: () => list,
    ready: () => (list.length === 0 ? never : Promise.resolve()),
    gone: () => null,
    unknown: () => ["The plug-in first 1.0.0 cannot be used."],
  });
  return { registry, list };
}

function brings(backend: Backend): PluginBackend {
  return { id: backend.id, displayName: backend.displayName, plugin: HASH, backend, reason: null };
}

/** Of two that were made alike, functions are never equal. */
function functionsOf({ plan, codec, probe, config }: Backend) {
  return { plan, codec, probe, config };
}
