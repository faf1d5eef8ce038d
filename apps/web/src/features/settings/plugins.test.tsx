import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import type { PackInfo } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import { backendInfo } from "../../testing/backend-info.ts";
import { settings } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { FIRST_HASH, packReview, pluginInfo } from "../../testing/packs.ts";
import { BackendList } from "./BackendList.tsx";
import { createSave } from "./create-save.ts";

vi.setConfig({ testTimeout: 20_000 });

const acme = backendInfo({
  id: "acme",
  displayName: "Acme CLI",
  isDefault: false,
  plugin: { name: "acme-backend", version: "1.2.0" },
});

function open(packs: PackInfo[], backends = [backendInfo()], isSafe = false) {
  return openPart((app) => <BackendList save={createSave(app)} />, {
    listBackends: () => ({ backends }),
    listPacks: () => ({ packs, isSafe }),
    installPack: () => ({ review: packReview({ kind: "backend", name: "acme-backend" }), installed: null }),
    discardPack: () => ({}),
  });
}

const rowOf = async (name: string) => within(await screen.findByRole("group", { name }));

test("a plug-in's backend stands among the others, with its package, its switch and what can be done", async () => {
  const { bridge } = open([pluginInfo()], [backendInfo(), acme]);
  bridge.handlers.updateSettings = () => ({ settings: settings({ backendsOff: ["acme"] }) });
  const row = await rowOf("Acme CLI");
  expect((await row.findByText("acme-backend 1.2.0")).closest("p")?.textContent).toBe(
    "Plug-in acme-backend 1.2.0 · MIT · from npm · 1a2b3c4d",
  );
  expect(row.getByTitle(`SHA-256 of all its files: ${FIRST_HASH}`)).toBeDefined();
  expect((await rowOf("Claude Code")).queryByText(/plug-in/)).toBeNull();
  const use = row.getByRole("switch", { name: "Use Acme CLI" });
  await waitFor(() => expect(use.getAttribute("aria-disabled")).toBeNull());
  fireEvent.click(use);
  await waitFor(() => expect(bridge.of("updateSettings")).toEqual([{ settings: { backendsOff: ["acme"] } }]));
  fireEvent.click(row.getByRole("button", { name: "Update Acme CLI" }));
  await waitFor(() => expect(bridge.of("installPack")).toEqual([{ kind: "backend", spec: "acme-backend" }]));
  expect(await screen.findByText("This is code. It runs as you, with all that you may do.")).toBeDefined();
});

test.each([
  ["failed", "It threw: no such file", "It threw: no such file"],
  ["changed", null, /^Changed: Its files are not those that you accepted\./],
  ["safe", null, /^Not loaded: Started with --safe\./],
] as const)("a plug-in that is %s brings no backend and says why", async (state, reason, said) => {
  open([pluginInfo({ state, reason, backendId: null })], [backendInfo()], state === "safe");
  const row = await rowOf("Acme CLI");
  expect(row.getByText(said)).toBeDefined();
  expect(row.queryByText(/without this fault, or remove it/) !== null).toBe(state === "failed");
  expect(row.getByRole("button", { name: "Remove Acme CLI" })).toBeDefined();
});

test("a plug-in that failed while its backend is listed says so beside it, once", async () => {
  const broken = { ...acme, state: "broken" as const, reason: "The plug-in cannot be used: it threw." };
  open([pluginInfo({ state: "failed", reason: "It threw." })], [backendInfo(), broken]);
  const row = await rowOf("Acme CLI");
  expect(await row.findByText("It threw.")).toBeDefined();
  expect(row.queryByText(broken.reason)).toBeNull();
  expect(row.queryByText("What it can do")).toBeNull();
});

test("a program that comes with a plug-in is not called a part of Switchyard", async () => {
  open([pluginInfo()], [{ ...acme, source: "built_in" as const }]);
  const row = await rowOf("Acme CLI");
  expect(screen.queryByText("Started with --safe")).toBeNull();
  expect(row.getByText("Part of the plug-in, run by the bridge’s own Node")).toBeDefined();
});

test("with --safe it is said above all that no plug-in is loaded, and again of one that is to be added", async () => {
  open([], [backendInfo()], true);
  expect((await screen.findByRole("note")).textContent).toMatch(/^Started with --safeNo plug-in is loaded\./);
  const add = await screen.findByRole("button", { name: "Add a backend…" });
  await waitFor(() => expect(add.getAttribute("aria-disabled")).toBeNull());
  fireEvent.click(add);
  fireEvent.input(await screen.findByRole("textbox", { name: "Folder or npm name" }), {
    target: { value: "acme-backend" },
  });
  fireEvent.click(screen.getByRole("button", { name: "Look at it" }));
  expect(await screen.findByText(/not loaded until the bridge is started without --safe/)).toBeDefined();
});
