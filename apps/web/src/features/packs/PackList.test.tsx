import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import type { Handlers } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { file, FIRST_HASH, NEXT_HASH, packInfo, packReview } from "../../testing/packs.ts";
import { PackList } from "./PackList.tsx";

vi.setConfig({ testTimeout: 20_000 });

const personas = { kind: "personas", spec: "~/acme-personas" };

function openList(handlers: Handlers = {}) {
  return openPart(
    () => <PackList />,
    {
      installPack: () => ({ review: packReview(), installed: null }),
      readPackFile: ({ path }) => ({ before: null, after: `Text of ${String(path)}`, isCut: false }),
      discardPack: () => ({}),
      ...handlers,
    },
    "/settings",
  );
}

const add = () => screen.findByRole("button", { name: "Add a pack…" });
const dialog = async (name: string) => within(await screen.findByRole("dialog", { name }));

/** Presses a button once it takes a press. */
async function press(name: string) {
  const button = await screen.findByRole("button", { name });
  await waitFor(() => expect(button.getAttribute("aria-disabled")).toBeNull());
  fireEvent.click(button);
}

/** Opens the dialog, names a pack and looks at it. */
async function lookAt(spec = "~/acme-personas") {
  await press("Add a pack…");
  const asked = await dialog("Add a pack of personas");
  fireEvent.input(asked.getByRole("textbox", { name: "Folder or npm name" }), { target: { value: spec } });
  fireEvent.click(asked.getByRole("button", { name: "Look at it" }));
}

test("a pack that is looked at shows what it is and every text, and is installed by its hash", async () => {
  const { bridge } = openList();
  await lookAt();
  const review = await dialog("Install Acme personas?");
  for (const text of ["Who works at Acme.", "@acme/personas 1.2.0", "MIT", "~/acme-personas", "1a2b3c4d"]) {
    expect(review.getByText(text)).toBeDefined();
  }
  expect(review.getByText("Acme reviewer")).toBeDefined();
  expect(await review.findByText("Text of acme-reviewer/chat.md")).toBeDefined();
  expect(bridge.of("installPack")).toEqual([personas]);
  const install = review.getByRole("button", { name: "Install" });
  await waitFor(() => expect(install.getAttribute("aria-disabled")).toBeNull());
  bridge.handlers.installPack = () => ({ review: packReview(), installed: packInfo() });
  bridge.handlers.listPacks = () => ({ packs: [packInfo()], isSafe: false });
  fireEvent.click(install);
  const row = within(await screen.findByRole("group", { name: "Acme personas" }));
  expect(row.getByText("2 personas")).toBeDefined();
  expect(await screen.findByText("Installed Acme personas 1.2.0")).toBeDefined();
  expect(bridge.of("installPack").at(-1)).toEqual({ ...personas, hash: FIRST_HASH });
  expect(bridge.of("discardPack")).toEqual([]);
  expect(screen.queryByRole("dialog")).toBeNull();
  await waitFor(async () => expect(document.activeElement).toBe(await add()));
});

test("a pack that fails as soon as it is installed is told of with its reason", async () => {
  const { bridge } = openList();
  await lookAt();
  const review = await dialog("Install Acme personas?");
  const install = review.getByRole("button", { name: "Install" });
  await waitFor(() => expect(install.getAttribute("aria-disabled")).toBeNull());
  const failed = packInfo({ state: "failed", reason: "It was not loaded: kaput." });
  bridge.handlers.installPack = () => ({ review: packReview(), installed: failed });
  fireEvent.click(install);
  const said = "Acme personas 1.2.0 is installed and can’t be used. It was not loaded: kaput.";
  expect(await screen.findByText(said)).toBeDefined();
});

test("what is not wanted is dropped", async () => {
  const { bridge } = openList();
  await lookAt();
  const review = await dialog("Install Acme personas?");
  fireEvent.click(review.getByRole("button", { name: /^Cancel/ }));
  await waitFor(() => expect(bridge.of("discardPack")).toEqual([{ hash: FIRST_HASH }]));
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("a dialog that was closed while the pack was fetched drops it when it comes", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { bridge } = openList({
    installPack: async () => {
      await promise;
      return { review: packReview(), installed: null };
    },
  });
  await lookAt();
  fireEvent.click(screen.getByRole("button", { name: /^Cancel/ }));
  resolve();
  await waitFor(() => expect(bridge.of("discardPack")).toEqual([{ hash: FIRST_HASH }]));
});

test("another name can be looked at while one is fetched, and what comes of that one is dropped", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { bridge } = openList({
    async installPack({ spec }) {
      if (spec === "~/acme-personas") return { review: packReview(), installed: null };
      await promise;
      return spec === "missing"
        ? { refuse: { code: "NPM_FAILED", message: "There is no such package." } }
        : { review: packReview({ hash: NEXT_HASH, displayName: "Other personas" }), installed: null };
    },
  });
  await lookAt("missing");
  const asked = await dialog("Add a pack of personas");
  const retype = (spec: string) => {
    fireEvent.input(asked.getByRole("textbox", { name: "Folder or npm name" }), { target: { value: spec } });
    fireEvent.click(asked.getByRole("button", { name: "Look at it" }));
  };
  retype("other");
  retype("~/acme-personas");
  await dialog("Install Acme personas?");
  resolve();
  await waitFor(() => expect(bridge.of("discardPack")).toEqual([{ hash: NEXT_HASH }]));
  expect(screen.getByRole("dialog", { name: "Install Acme personas?" })).toBeDefined();
  expect(screen.queryByText(/There is no such package/)).toBeNull();
});

test("the name that was typed is kept for another try", async () => {
  openList();
  await lookAt("~/acme-personas");
  const review = await dialog("Install Acme personas?");
  fireEvent.click(review.getByRole("button", { name: "Back" }));
  const field = (await dialog("Add a pack of personas")).getByRole<HTMLInputElement>("textbox");
  expect(field.value).toBe("~/acme-personas");
  await waitFor(() => expect(document.activeElement).toBe(field));
});

test("no name is no question to the bridge", async () => {
  const { bridge } = openList();
  await lookAt("  ");
  expect(await screen.findByText("Name a folder or a package.")).toBeDefined();
  expect(bridge.of("installPack")).toEqual([]);
});

test("a pack with faults is told with file and line", async () => {
  const problems = [
    { file: "reviewer/chat.md", line: 7, message: "There is no variable {{porject}}." },
    { file: "pack.yaml", line: 1, message: "name is missing." },
  ];
  const message = "The pack has 2 faults. Mend them, then look at it again.";
  openList({ installPack: () => ({ refuse: { code: "INVALID_PACK", message, data: { problems } } }) });
  await lookAt();
  const fault = within(await screen.findByRole("alert"));
  expect(fault.getByText("This can’t be installed")).toBeDefined();
  expect(fault.getByText("reviewer/chat.md:7")).toBeDefined();
  expect(fault.getByText("There is no variable {{porject}}.")).toBeDefined();
});

test.each([
  ["NPM_FAILED", "404 Not Found", "It could not be fetched"],
  ["TOO_LARGE", "It unpacks to more than 32 MiB.", "It is too large"],
])("%s says what failed and why", async (code, message, title) => {
  openList({ installPack: () => ({ refuse: { code, message } }) });
  await lookAt();
  const fault = within(await screen.findByRole("alert"));
  expect(fault.getByText(title)).toBeDefined();
  expect(fault.getByText(message)).toBeDefined();
});

test("a connection that is lost while the pack is fetched is told, and nothing is half done", async () => {
  const { bridge } = openList({ installPack: () => "silence" });
  const asked = bridge.next("installPack");
  await lookAt();
  await asked;
  bridge.drop();
  expect(
    await screen.findByText(
      "The connection to the bridge was lost. Nothing was installed: look at it again.",
    ),
  ).toBeDefined();
  bridge.handlers.installPack = () => ({ review: packReview(), installed: null });
  const look = screen.getByRole("button", { name: "Look at it" });
  await waitFor(() => expect(look.getAttribute("aria-disabled")).toBeNull());
  fireEvent.click(look);
  expect(await screen.findByRole("dialog", { name: "Install Acme personas?" })).toBeDefined();
});

test("whether it was installed before the connection was lost is told by the next one", async () => {
  const { bridge } = openList();
  await lookAt();
  await screen.findByRole("dialog", { name: "Install Acme personas?" });
  bridge.handlers.installPack = () => "silence";
  bridge.handlers.hello = () => "silence";
  const asked = bridge.next("installPack");
  await press("Install");
  await asked;
  bridge.drop();
  expect((await screen.findByRole("alert")).textContent).toContain("installed whole or not at all");
  bridge.handlers.listPacks = () => ({ packs: [packInfo()], isSafe: false });
  delete bridge.handlers.hello;
  bridge.drop();
  expect(await screen.findByText("Installed Acme personas 1.2.0")).toBeDefined();
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("an installation that fails says why beside its button; a pack that has changed is shown as it is now", async () => {
  const { bridge } = openList();
  await lookAt();
  await screen.findByRole("dialog", { name: "Install Acme personas?" });
  bridge.handlers.installPack = () => ({
    refuse: { code: "STORAGE_FAILED", message: "The disk is full." },
  });
  await press("Install");
  expect((await screen.findByRole("alert")).textContent).toBe("It was not installed: The disk is full.");
  bridge.handlers.installPack = ({ hash }) =>
    hash === FIRST_HASH
      ? { refuse: { code: "PACK_CHANGED" } }
      : { review: packReview({ hash: NEXT_HASH, description: "Now with more." }), installed: null };
  await press("Install");
  expect(await screen.findByText("It has changed since you looked")).toBeDefined();
  expect(screen.getByText("Now with more.")).toBeDefined();
  expect(screen.queryByText("Who works at Acme.")).toBeNull();
});

test("an update looks for the newest, and says so where nothing has changed", async () => {
  const pack = packInfo({ origin: "npm", spec: "@acme/personas@1.2.0" });
  const before = { version: "1.2.0", hash: FIRST_HASH };
  const { bridge } = openList({
    listPacks: () => ({ packs: [pack], isSafe: false }),
    installPack: () => ({
      review: packReview({ before, files: [file({ path: "pack.yaml", change: "same" })] }),
      installed: null,
    }),
  });
  const update = await screen.findByRole("button", { name: "Update Acme personas" });
  update.focus();
  fireEvent.click(update);
  expect(await screen.findByText("Nothing has changed")).toBeDefined();
  expect(bridge.of("installPack")).toEqual([{ kind: "personas", spec: "@acme/personas" }]);
  expect(screen.queryByRole("button", { name: /^Install/ })).toBeNull();
  const [close] = screen.getAllByRole("button", { name: /^Close/ });
  fireEvent.click(close ?? update);
  await waitFor(() => expect(document.activeElement).toBe(update));
});

test("a pack is removed when that was confirmed, and the focus stays on the page", async () => {
  const { bridge } = openList({
    listPacks: () => ({ packs: [packInfo()], isSafe: false }),
    removePack: () => ({}),
  });
  await press("Remove Acme personas");
  const ask = await dialog("Remove Acme personas?");
  expect(ask.getByText(/Sessions that were started with them keep their text/)).toBeDefined();
  bridge.handlers.listPacks = () => ({ packs: [], isSafe: false });
  fireEvent.click(ask.getByRole("button", { name: "Remove" }));
  expect(await screen.findByText("No pack is installed.")).toBeDefined();
  expect(bridge.of("removePack")).toEqual([{ kind: "personas", name: "@acme/personas" }]);
  expect(await screen.findByText("Removed Acme personas")).toBeDefined();
  await waitFor(async () => expect(document.activeElement).toBe(await add()));
});

test("a pack that was installed elsewhere shows by itself", async () => {
  const { bridge } = openList();
  await screen.findByText("No pack is installed.");
  bridge.emit("packs-changed", { packs: [packInfo()], isSafe: false });
  expect(await screen.findByRole("group", { name: "Acme personas" })).toBeDefined();
});

test("a removal that fails says why and leaves the pack", async () => {
  openList({
    listPacks: () => ({ packs: [packInfo()], isSafe: false }),
    removePack: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }),
  });
  await press("Remove Acme personas");
  const ask = await dialog("Remove Acme personas?");
  fireEvent.click(ask.getByRole("button", { name: "Remove" }));
  expect(await ask.findByText("The disk is full.")).toBeDefined();
});

test("a pack whose files are not those that were accepted says so", async () => {
  openList({ listPacks: () => ({ packs: [packInfo({ state: "changed" })], isSafe: false }) });
  const row = within(await screen.findByRole("group", { name: "Acme personas" }));
  expect(row.getByText(/Its files are not those that you accepted/)).toBeDefined();
});

test("packs that could not be read say so, and are read again", async () => {
  const { bridge } = openList({ listPacks: () => ({ refuse: { code: "INTERNAL", message: "It broke." } }) });
  expect(await screen.findByText("It broke.")).toBeDefined();
  bridge.handlers.listPacks = () => ({ packs: [packInfo()], isSafe: false });
  fireEvent.click(screen.getByRole("button", { name: "Try now" }));
  expect(await screen.findByRole("group", { name: "Acme personas" })).toBeDefined();
});
