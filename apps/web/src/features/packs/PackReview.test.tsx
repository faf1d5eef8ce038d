import { fireEvent, screen, within } from "@solidjs/testing-library";
import type { PackReview } from "@switchyard/core/protocol";
import { expect, test, vi } from "vitest";
import type { Handlers } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { file, FIRST_HASH, NEXT_HASH, packInfo, packReview, pluginInfo } from "../../testing/packs.ts";
import PackDialog from "./PackDialog.tsx";

vi.setConfig({ testTimeout: 20_000 });

type Texts = Record<string, { before?: string | null; after?: string | null; isCut?: boolean }>;

/** The dialog as it is when an installed pack is looked at again; a new one has no `before`. */
async function review(
  values: Partial<Record<keyof PackReview, unknown>>,
  texts: Texts = {},
  more: Handlers = {},
) {
  const shown = packReview(values);
  const installed = (shown.kind === "backend" ? pluginInfo : packInfo)(shown.before ?? {});
  const { bridge } = openPart(
    (app) => {
      const isRead = () => app.packs.isLoaded();
      return <>{isRead() && <PackDialog kind={shown.kind} pack={installed} onClose={() => undefined} />}</>;
    },
    {
      listPacks: () => ({ packs: shown.before === null ? [] : [installed], isSafe: false }),
      installPack: () => ({ review: shown, installed: null }),
      readPackFile: ({ path }) => ({ before: null, after: null, isCut: false, ...texts[String(path)] }),
      discardPack: () => ({}),
      ...more,
    },
    "/settings",
  );
  await screen.findByRole("group", { name: "What it holds" });
  const dialog = within(screen.getByRole("dialog"));
  return { bridge, dialog };
}

const before = { version: "1.1.0", hash: NEXT_HASH };

test("what nobody sees is counted, marked where it stands and told of in names too", async () => {
  const { dialog } = await review(
    {
      displayName: "Acme\u202e personas",
      files: [file({ path: "a.md", unseen: 4 }), file({ path: "b.md", unseen: 0 })],
    },
    { "a.md": { after: "Read\u200b\u200b\u200b this\u{e0041}\r\nand that" }, "b.md": { after: "Plain" } },
  );
  expect(screen.getByRole("dialog", { name: "Install Acme‹RLO U+202E› personas?" })).toBeDefined();
  expect(dialog.getByText("4 characters that nobody sees are in 1 of its files")).toBeDefined();
  expect(dialog.getByText("4 unseen")).toBeDefined();
  const text = await dialog.findByRole("region", { name: "Text of a.md" });
  expect(text.textContent).toBe("ReadZWSP U+200B ZWSP U+200B ZWSP U+200B thisU+E0041\r\nand that");
});

test("an update shows what changed line by line, what hides in it, and the whole text on demand", async () => {
  const { dialog } = await review(
    {
      before,
      files: [
        file({ path: "same.md", change: "same" }),
        file({ path: "gone.md", change: "removed" }),
        file({ path: "chat.md", change: "changed", unseen: 1 }),
      ],
    },
    {
      "chat.md": { before: "One\nTwo\n", after: "One\nTwo\u202e and more\n" },
      "gone.md": { before: "It was here", after: null },
    },
  );
  expect(screen.getByRole("dialog", { name: "Update Acme personas?" })).toBeDefined();
  expect(dialog.getByText("1.1.0, 5e6f7a8b")).toBeDefined();
  const diff = await dialog.findByRole("region", { name: "Diff of chat.md, 1 line added, 1 removed" });
  expect(diff.textContent).toContain("‹RLO U+202E› and more");
  fireEvent.click(dialog.getByRole("radio", { name: "Whole text" }));
  expect((await dialog.findByRole("region", { name: "Text of chat.md" })).textContent).toContain("One\nTwo");
  expect((await dialog.findByRole("region", { name: "Text of gone.md" })).textContent).toBe("It was here");
  expect(dialog.queryByText("same.md")).toBeNull();
  const headings = dialog.getAllByRole("heading", { level: 3 }).map(({ textContent }) => textContent);
  expect(headings).toEqual(["2 files differ", "2 personas"]);
  fireEvent.click(dialog.getByRole("button", { name: "Show 1 unchanged" }));
  expect(document.activeElement).toBe(dialog.getByText("same.md").closest("li"));
  expect(dialog.getByRole("button", { name: "Update to 1.2.0" })).toBeDefined();
});

test("what goes to agents is open before what surrounds it", async () => {
  const paths = [
    "README.md",
    "acme-reviewer.md",
    "pack.yaml",
    "package.json",
    "parts/ground.md",
    "w/chat.md",
  ];
  const { dialog } = await review(
    { files: paths.map((path) => file({ path })) },
    { "acme-reviewer.md": { after: "You review" }, "w/chat.md": { after: "You write" } },
  );
  const rows = () => dialog.getAllByRole("button").filter((row) => row.hasAttribute("aria-expanded"));
  const open = () => rows().filter((row) => row.getAttribute("aria-expanded") === "true");
  expect(open().map((row) => row.querySelector("code")?.textContent)).toEqual([
    "acme-reviewer.md",
    "parts/ground.md",
    "w/chat.md",
  ]);
  expect(dialog.getByRole("heading", { name: "6 files" })).toBeDefined();
});

test("one that comes from elsewhere than the installed one says so, and an older one that it is", async () => {
  const { dialog } = await review({
    version: "1.9.0",
    before: { version: "1.10.0", hash: NEXT_HASH },
    spec: "/tmp/other",
  });
  expect(dialog.getByText(/It comes from somewhere else than the one that is installed/)).toBeDefined();
  expect(dialog.getByRole("button", { name: "Go back to 1.9.0" })).toBeDefined();
});

test("a backend is said to be code that runs as the user, with all that comes with it", async () => {
  const { bridge, dialog } = await review(
    {
      kind: "backend",
      name: "acme-backend",
      displayName: "Acme CLI",
      personas: [],
      dependencies: Array.from({ length: 14 }, (_, at) => `left-pad-${at}@1.3.0`),
      files: [file({ path: "package.json" }), file({ path: "logo.png" })],
    },
    { "package.json": { after: "{}" } },
  );
  expect(dialog.getByText("This is code. It runs as you, with all that you may do.")).toBeDefined();
  expect(dialog.getByRole("button", { name: "Install and run as me" })).toBeDefined();
  expect(dialog.getByText("14 packages come with it")).toBeDefined();
  expect(dialog.queryByText("left-pad-13@1.3.0")).toBeNull();
  fireEvent.click(dialog.getByRole("button", { name: "Show all 14" }));
  const late = dialog.getByText("left-pad-12@1.3.0");
  expect(document.activeElement).toBe(late.closest("li"));
  expect(dialog.getByText("left-pad-13@1.3.0")).toBeDefined();
  expect(bridge.of("readPackFile")).toEqual([]);
  fireEvent.click(dialog.getByRole("button", { name: /package\.json/ }));
  expect((await dialog.findByRole("region", { name: "Text of package.json" })).textContent).toBe("{}");
  expect(bridge.of("readPackFile")).toEqual([{ hash: FIRST_HASH, path: "package.json" }]);
  fireEvent.click(dialog.getByRole("button", { name: /logo\.png/ }));
  expect(await dialog.findByText("This file is no text, so it can’t be shown.")).toBeDefined();
});

test("of two personas with one id it is said which is used", async () => {
  const persona = { id: "tester", displayName: "Tester", description: "Tests" };
  const builtIn = { layer: "built_in", source: "built-in" };
  const yours = { layer: "user", source: "~/.claude/agents" };
  const { dialog } = await review({
    before: null,
    personas: [
      { ...persona, yieldsTo: yours, overrides: [builtIn] },
      { ...persona, id: "qa", yieldsTo: null, overrides: [{ layer: "installed", source: "acme" }, builtIn] },
    ],
  });
  expect(dialog.getByText("Not used while the one of ~/.claude/agents is there.")).toBeDefined();
  expect(dialog.getByText("Used instead of the one of acme and the built-in one.")).toBeDefined();
});

test("what is not applied is listed", async () => {
  const { dialog } = await review({
    ignored: [{ file: "reviewer.md", field: "tools", value: "Bash, Write" }],
    files: [],
  });
  const part = dialog.getByText("Not applied").closest("section");
  expect(part?.textContent).toContain("reviewer.md tools: Bash, Write");
});

test("a long text begins, and goes on when it is asked for", async () => {
  const long = "word ".repeat(5_000);
  const { dialog } = await review(
    { files: [file({ path: "long.md" })] },
    { "long.md": { after: long, isCut: true } },
  );
  const text = await dialog.findByRole("region", { name: "Text of long.md" });
  expect(text.textContent).toHaveLength(20_000);
  expect(dialog.getByText(/Only its beginning is shown/)).toBeDefined();
  fireEvent.click(dialog.getByRole("button", { name: /^Show more/ }));
  expect(text.textContent).toBe(long);
  expect(document.activeElement).toBe(text);
});

test("a file that is no longer kept can be looked at again", async () => {
  const { bridge, dialog } = await review(
    { files: [file({ path: "a.md" })] },
    {},
    {
      readPackFile: () => ({ refuse: { code: "PACK_NOT_FOUND" } }),
    },
  );
  expect(await dialog.findByText(/What you looked at is no longer kept/)).toBeDefined();
  bridge.handlers.readPackFile = () => ({ before: null, after: "Here again", isCut: false });
  fireEvent.click(dialog.getByRole("button", { name: "Look at it again" }));
  expect(await dialog.findByText("Here again")).toBeDefined();
  expect(bridge.of("installPack")).toHaveLength(2);
});

test("a file that only ends its lines otherwise is not shown as changed throughout", async () => {
  const { dialog } = await review(
    { before, files: [file({ path: "a.md", change: "changed" })] },
    { "a.md": { before: "One\r\nTwo\r\n", after: "One\nTwo\n" } },
  );
  expect(await dialog.findByText("Only its line ends have changed.")).toBeDefined();
});

test("a change that comes after what is shown of a long file is not called none", async () => {
  const { dialog } = await review(
    { before, files: [file({ path: "a.md", change: "changed" })] },
    { "a.md": { before: "One\n", after: "One\n", isCut: true } },
  );
  expect(await dialog.findByText("What is shown of it is the same: the change comes later.")).toBeDefined();
});

test("many changed lines begin, and all of them are there when they are asked for", async () => {
  const lines = (word: string) => Array.from({ length: 1_100 }, (_, at) => `${word} ${at}\n`).join("");
  const { dialog } = await review(
    { before, files: [file({ path: "a.md", change: "changed" })] },
    { "a.md": { before: lines("old"), after: lines("new") } },
  );
  const diff = () => dialog.getByRole("region", { name: /^Diff of a\.md, 1,100 lines added/ });
  const more = await dialog.findByRole("button", { name: "Show 2,000 more lines" });
  expect(diff().querySelectorAll(".diff-line")).toHaveLength(200);
  fireEvent.click(more);
  expect(document.activeElement).toBe(diff());
  expect(diff().querySelectorAll(".diff-line").length).toBeLessThan(300);
});

test("what was altered since it was accepted can be installed as it was", async () => {
  const { dialog } = await review(
    { before: { version: "1.2.0", hash: FIRST_HASH }, files: [] },
    {},
    {
      listPacks: () => ({ packs: [packInfo({ state: "changed" })], isSafe: false }),
    },
  );
  expect(dialog.getByText("These are the files that you accepted")).toBeDefined();
  expect(dialog.getByRole("button", { name: "Install it again" })).toBeDefined();
});

test("where another window installed or removed it meanwhile, it is looked at again before it is installed", async () => {
  const { bridge, dialog } = await review({ before, files: [] });
  const accept = (name: string) => dialog.getByRole("button", { name });
  expect(accept("Update to 1.2.0").title).toBe("");
  bridge.emit("packs-changed", {
    packs: [packInfo({ version: "1.3.0", hash: "9".repeat(64) })],
    isSafe: false,
  });
  expect(await dialog.findByText(/^Version 1\.3\.0 is installed now/)).toBeDefined();
  expect(accept("Update to 1.2.0").title).toBe("What is installed has changed meanwhile");
  bridge.emit("packs-changed", { packs: [], isSafe: false });
  expect(await dialog.findByText(/^It is no longer installed/)).toBeDefined();
  bridge.handlers.installPack = () => ({ review: packReview({ files: [] }), installed: null });
  fireEvent.click(accept("Look at it again"));
  expect(await dialog.findByRole("button", { name: "Install" })).toBeDefined();
  expect(dialog.queryByText("What is installed has changed meanwhile")).toBeNull();
  expect(bridge.of("installPack")).toHaveLength(2);
});

test("without the bridge what is looked at stays, and can't be installed meanwhile", async () => {
  const { bridge, dialog } = await review({}, {}, {});
  bridge.handlers.hello = () => "silence";
  bridge.drop();
  expect(await dialog.findByText("Not connected to the bridge. What you look at stays.")).toBeDefined();
  expect(dialog.getByRole("button", { name: "Install" }).title).toBe("Not connected to the bridge");
  expect(dialog.getByText("Who works at Acme.")).toBeDefined();
});
