import { once } from "node:events";
import { spawn } from "node:child_process";
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BackendId, PackName } from "@switchyard/core/protocol";
import { describe, expect, test, vi } from "vitest";
import { backendPackage, packYard, personaPack } from "./packs.testkit.ts";
import { asStorageFault } from "./refuse.ts";

const ACME = PackName.parse("acme-personas");

describe("a pack", () => {
  test("is looked at first, and installed by the hash of what was seen", async () => {
    await using yard = await packYard();
    const store = await yard.open({ now: () => 17 });
    const spec = await yard.folder("pack", personaPack());
    const review = await store.review("personas", spec);
    expect(review).toMatchObject({
      kind: "personas",
      name: "acme-personas",
      version: "1.0.0",
      displayName: "Acme",
      license: "MIT",
      spec,
      origin: "folder",
      before: null,
      personas: [{ id: "reviewer", displayName: "Reviewer", description: "Reads changes" }],
      dependencies: [],
    });
    expect(review.files.map(({ path, change }) => [path, change])).toEqual([
      ["pack.yaml", "added"],
      ["reviewer/chat.md", "added"],
      ["reviewer/persona.md", "added"],
    ]);
    expect(store.list()).toEqual([]);

    const pack = await store.accept(review.hash);
    expect(pack).toMatchObject({
      name: "acme-personas",
      personas: ["reviewer"],
      installedAt: 17,
      entry: null,
    });
    expect(pack.folder).toBe(
      join(yard.dataFolder, "packs", "personas", `acme-personas@${review.hash.slice(0, 16)}`),
    );
    expect(await readFile(join(pack.folder, "reviewer", "chat.md"), "utf8")).toBe("You review.\n");
    expect(store.list()).toEqual([pack]);
    expect(await store.isAsAccepted(pack)).toBe(true);
    expect((await yard.open()).list()).toEqual([pack]);
    await expect(store.accept(review.hash)).rejects.toMatchObject({ code: "PACK_NOT_FOUND" });
    expect(await readdir(join(yard.dataFolder, "packs"))).toEqual(["lock", "packs.json", "personas"]);
  });

  test("that was looked at leaves nothing behind once it is dropped or its process ends", async () => {
    await using yard = await packYard();
    const store = await yard.open();
    const spec = await yard.folder("pack", personaPack());
    await store.discard((await store.review("personas", spec)).hash);
    expect(await yard.left()).toEqual([]);
    await store.review("personas", spec);
    // A signal closes it while the command is about to.
    void store.close();
    await store.close();
    expect(await yard.left()).toEqual([]);
  });

  test("that is updated says what has changed, keeps its turn, and can go back", async () => {
    await using yard = await packYard();
    const store = await yard.open();
    const install = async (spec: string) => store.accept((await store.review("personas", spec)).hash);
    const spec = await yard.folder("pack", { ...personaPack(), LICENSE: "MIT", "NOTES.txt": "old" });
    const first = await install(spec);
    const other = await install(await yard.folder("other", personaPack({ name: "@acme/others" })));
    expect(other.folder).toContain("@acme+others@");

    await yard.folder("pack", {
      ...personaPack({ version: "1.1.0", chat: "You read\u202E." }),
      "new.md": "new",
    });
    await rm(join(spec, "NOTES.txt"));
    const review = await store.review("personas", spec);
    expect(review.before).toEqual({ version: "1.0.0", hash: first.hash });
    expect(review.files.map(({ path, change, unseen }) => [path, change, unseen])).toEqual([
      ["LICENSE", "same", 0],
      ["NOTES.txt", "removed", 0],
      ["new.md", "added", 0],
      ["pack.yaml", "changed", 0],
      ["reviewer/chat.md", "changed", 1],
      ["reviewer/persona.md", "same", 0],
    ]);
    expect(await store.readFile(review.hash, "reviewer/chat.md")).toEqual({
      before: "You review.\n",
      after: "You read\u202E.\n",
      isCut: false,
    });
    expect(await store.readFile(review.hash, "NOTES.txt")).toMatchObject({ before: "old", after: null });
    await expect(store.readFile(review.hash, "../../packs.json")).rejects.toMatchObject({
      code: "PACK_NOT_FOUND",
    });

    const second = await store.accept(review.hash);
    expect(store.list()).toEqual([second, other]);
    expect([second.version, second.installedAt]).toEqual(["1.1.0", first.installedAt]);
    expect(await readFile(join(first.folder, "reviewer", "chat.md"), "utf8")).toBe("You review.\n");

    await rm(spec, { recursive: true });
    await yard.folder("pack", { ...personaPack(), LICENSE: "MIT", "NOTES.txt": "old" });
    expect(await install(spec)).toEqual(first);
    expect(store.list()).toEqual([first, other]);
  });

  test("is told in what fits into one frame: files cut, what it asks for in part, and none that has too many names", async () => {
    await using yard = await packYard();
    const store = await yard.open();
    const loud = { ...personaPack(), "loud.txt": "\u0001".repeat(250_000), "long.txt": "x".repeat(250_000) };
    const { hash } = await store.review("personas", await yard.folder("loud", loud));
    expect((await store.readFile(hash, "long.txt")).isCut).toBe(false);
    const shown = await store.readFile(hash, "loud.txt");
    expect(shown.isCut).toBe(true);
    expect(JSON.stringify(shown.after).length).toBeLessThan(512 * 1024);

    const deep = `${"d".repeat(200)}/`.repeat(4);
    const fields = Array.from({ length: 30 }, (_, at) => `field${at}: ${"x".repeat(90)}\n`).join("");
    const agents: Record<string, string> = {};
    for (let at = 0; at < 40; at += 1) agents[`${deep}a${at}.md`] = `---\nname: a${at}\n${fields}---\nText`;
    const review = await store.review("personas", await yard.folder("agents", agents));
    const { ignored, personas } = review;
    expect(personas).toHaveLength(40);
    expect(JSON.stringify(review).length).toBeLessThan(1024 * 1024);
    expect(ignored.at(-1)?.value).toBe(`and ${40 * 30 - (ignored.length - 1)} more like these`);

    const named: Record<string, string> = personaPack();
    for (let at = 0; at < 12; at += 1) named[`${deep}${at}.txt`] = "";
    const many = await yard.folder("many", named);
    await expect((await yard.open({ reviewBytes: 11_000 })).review("personas", many)).resolves.toBeDefined();
    const narrow = await yard.open({ reviewBytes: 9_000 });
    await expect(narrow.review("personas", many)).rejects.toMatchObject({ code: "TOO_LARGE" });
    expect((await yard.left()).filter((path) => path.endsWith("/pack"))).toHaveLength(3);
  });

  test("comes again as it is, as a new try, and mends one that was changed in its place", async () => {
    await using yard = await packYard();
    let time = 0;
    const store = await yard.open({ now: () => (time += 1) });
    const spec = await yard.folder("pack", personaPack());
    const install = async () => store.accept((await store.review("personas", spec)).hash);
    const pack = await install();
    expect(await install()).toEqual({ ...pack, installedAt: 2 });
    await writeFile(join(pack.folder, "more.md"), "more");
    expect(await store.isAsAccepted(pack)).toBe(false);
    // Whoever found it changed hears that it is whole again.
    const beside = await yard.open();
    const told = [store, beside].map((each) => new Promise<void>((resolve) => each.onChanged(resolve)));
    expect(await install()).toEqual({ ...pack, installedAt: 3 });
    await Promise.all(told);
    expect(await store.isAsAccepted(pack)).toBe(true);
    expect(await readdir(pack.folder)).not.toContain("more.md");
  });

  test("of a backend keeps which of its files can be run", async () => {
    await using yard = await packYard();
    const store = await yard.open();
    const spec = await yard.folder("b", { ...backendPackage(), "bin/agent": "#!/bin/sh\n" });
    await chmod(join(spec, "bin", "agent"), 0o755);
    const { folder } = await store.accept((await store.review("backend", spec)).hash);
    const modes = await Promise.all(
      ["bin/agent", "index.js"].map(async (path) => (await stat(join(folder, path))).mode & 0o777),
    );
    expect(modes).toEqual([0o700, 0o600]);
  });

  test("is refused where it is no longer what was seen", async () => {
    await using yard = await packYard();
    const store = await yard.open();
    const { hash } = await store.review("personas", await yard.folder("pack", personaPack()));
    const staged = (await yard.left()).find((path) => path.endsWith("chat.md"));
    await writeFile(join(yard.dataFolder, staged ?? ""), "You obey.\n");
    await expect(store.accept(hash)).rejects.toMatchObject({ code: "PACK_CHANGED" });
    expect(await yard.left()).toEqual([]);
  });

  test("that can't be stored is told, and can be accepted once it can be", async () => {
    await using yard = await packYard();
    const store = await yard.open();
    const packs = join(yard.dataFolder, "packs");
    const spec = await yard.folder("pack", personaPack());
    await writeFile(packs, "");
    await expect(store.review("personas", spec)).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    await rm(packs);
    const { hash } = await store.review("personas", spec);
    await mkdir(join(packs, "lock"));
    await expect(store.accept(hash)).rejects.toMatchObject({ code: "STORAGE_FAILED" });
    expect(store.list()).toEqual([]);
    const readOnly = Object.assign(new Error("mkdir"), { code: "EROFS" });
    expect(String(asStorageFault(readOnly))).toContain("The data folder can't be written (EROFS).");
    await rm(join(packs, "lock"), { recursive: true });
    expect(await store.accept(hash)).toMatchObject({ version: "1.0.0" });
  });

  test("is one of four that wait; the oldest gives way, and one with the same content", async () => {
    await using yard = await packYard();
    const store = await yard.open();
    const look = async (chat: string) =>
      (await store.review("personas", await yard.folder("pack", personaPack({ chat })))).hash;
    const hashes = [await look("0"), await look("1"), await look("2"), await look("3")];
    expect(await look("3")).toBe(hashes[3]);
    await look("4");
    expect(hashes.map((hash) => store.reviewOf(hash) !== undefined)).toEqual([false, true, true, true]);
    expect((await yard.left()).filter((path) => path.endsWith("pack.yaml"))).toHaveLength(4);
  });

  test("waits fifteen minutes", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      await using yard = await packYard();
      const store = await yard.open();
      const { hash } = await store.review("personas", await yard.folder("pack", personaPack()));
      await vi.advanceTimersByTimeAsync(15 * 60_000 - 1);
      expect(store.reviewOf(hash)).toBeDefined();
      await vi.advanceTimersByTimeAsync(1);
      expect(store.reviewOf(hash)).toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });

  test("that is removed keeps its files until a bridge starts again, and others keep theirs", async () => {
    await using yard = await packYard();
    const store = await yard.open({ tidies: true });
    const pack = await store.accept(
      (await store.review("personas", await yard.folder("p", personaPack()))).hash,
    );
    const backend = await store.accept(
      (await store.review("backend", await yard.folder("b", backendPackage()))).hash,
    );
    await store.remove("personas", ACME);
    expect(store.list()).toEqual([backend]);
    await expect(store.remove("personas", ACME)).rejects.toThrow("No pack of personas named acme-personas");
    await yard.open();
    expect(await readdir(pack.folder)).toContain("pack.yaml");
    await yard.open({ tidies: true });
    await expect(readdir(pack.folder)).rejects.toThrow("ENOENT");
    expect(await readdir(backend.folder)).toEqual(["index.js", "package.json"]);
  });
});

describe("a folder of other people's agents", () => {
  test("is a pack by its folder's name, without a version; what is no Markdown is left out", async () => {
    await using yard = await packYard();
    const store = await yard.open();
    const spec = await yard.folder("My Agents ✨", {
      "reviewer.md": "---\nname: reviewer\ndescription: Reads changes\ntools: Bash, Read\n---\nYou review.\n",
      "deep/tester.md": "---\nname: tester\ndescription: Tries changes\n---\nYou test.\n",
      "README.md": "# Agents\n",
      "install.sh": "rm -rf /",
      ".claude/settings.md": "---\nname: hidden\ndescription: hidden\n---\nhidden\n",
    });
    const review = await store.review("personas", spec);
    expect(review).toMatchObject({ name: "my-agents", version: "0.0.0", license: null });
    expect(review.personas.map(({ id }) => id).toSorted()).toEqual(["reviewer", "tester"]);
    expect(review.files.map(({ path }) => path)).toEqual(["README.md", "deep/tester.md", "reviewer.md"]);
    expect(review.ignored).toContainEqual({ file: "reviewer.md", field: "tools", value: "Bash, Read" });
  });
});

describe("the list of packs", () => {
  test("is the same for two that change it at once, and each hears of the other", async () => {
    await using yard = await packYard();
    const [one, two] = [await yard.open(), await yard.open()];
    const specs = await Promise.all(
      ["a", "b", "c", "d"].map((name) => yard.folder(name, personaPack({ name: `acme-${name}` }))),
    );
    const first = await two.accept(
      (await two.review("personas", await yard.folder("p", personaPack()))).hash,
    );
    const told = Promise.withResolvers<void>();
    one.onChanged(() => {
      if (one.list().length === 5) told.resolve();
    });
    const reviews = await Promise.all(specs.map((spec, at) => (at % 2 ? one : two).review("personas", spec)));
    await Promise.all(reviews.map(({ hash }, at) => (at % 2 ? one : two).accept(hash)));
    await told.promise;
    const names = one.list().map(({ name }) => name);
    expect(names[0]).toBe(first.name);
    expect(names.toSorted()).toEqual(["acme-a", "acme-b", "acme-c", "acme-d", "acme-personas"]);
    expect((await yard.open()).list()).toEqual(one.list());
  });

  test("that is damaged is set aside, and what can be read of it is kept; no files are removed", async () => {
    await using yard = await packYard();
    const store = await yard.open();
    const pack = await store.accept(
      (await store.review("personas", await yard.folder("p", personaPack()))).hash,
    );
    const file = join(yard.dataFolder, "packs", "packs.json");
    const text = await readFile(file, "utf8");
    const kept = text.slice(text.indexOf("[") + 1, text.lastIndexOf("]"));
    await writeFile(file, `{"packs":[${kept.replace("acme-personas", "../../x")},${kept},${kept}]}`);
    const said: string[] = [];
    const again = await yard.open({ tidies: true, say: (line) => said.push(line) });
    expect(again.list()).toEqual([pack]);
    expect(said).toEqual([expect.stringContaining(`${file}, is damaged. What could be read of it is kept`)]);
    expect((await yard.open({ say: (line) => said.push(line) })).list()).toEqual([pack]);

    await writeFile(file, '{"packs":[');
    expect((await yard.open({ tidies: true, say: (line) => said.push(line) })).list()).toEqual([]);
    await yard.open({ tidies: true, say: (line) => said.push(line) });
    expect(said).toEqual([expect.any(String), expect.stringContaining("packs.json.damaged-2")]);
    expect(await readdir(pack.folder)).toContain("pack.yaml");
  });

  test("remembers which backend a pack brings, and tells of it once", async () => {
    await using yard = await packYard();
    const store = await yard.open();
    const pack = await store.accept(
      (await store.review("backend", await yard.folder("b", backendPackage()))).hash,
    );
    let changes = 0;
    store.onChanged(() => (changes += 1));
    await store.loaded(pack.name, BackendId.parse("acme"));
    await store.loaded(pack.name, BackendId.parse("acme"));
    expect(changes).toBe(1);
    expect((await yard.open()).list()).toMatchObject([
      { backendId: "acme", entry: join(pack.folder, "index.js") },
    ]);
  });
});

describe("a process that is killed", () => {
  test("between the move and the record leaves the old pack, and nothing once a bridge starts", async () => {
    await using yard = await packYard();
    const store = await yard.open();
    const spec = await yard.folder("pack", personaPack());
    const old = await store.accept((await store.review("personas", spec)).hash);
    await yard.folder("pack", personaPack({ version: "2.0.0" }));
    await killedInstall({ dataFolder: yard.dataFolder, spec });
    const folders = () => readdir(join(yard.dataFolder, "packs", "personas"));
    expect(await folders()).toHaveLength(2);

    expect((await yard.open()).list()).toEqual([old]);
    // Beside a bridge only what nobody is looking at any more is removed.
    expect(await folders()).toHaveLength(2);
    expect(await readdir(join(yard.dataFolder, "packs"))).toEqual(["lock", "packs.json", "personas"]);
    await writeFile(join(yard.dataFolder, "packs", `packs.json.${crypto.randomUUID()}`), "half");
    const bridge = await yard.open({ tidies: true });
    expect(bridge.list()).toEqual([old]);
    expect(await folders()).toHaveLength(1);
    expect(await readdir(join(yard.dataFolder, "packs"))).toEqual(["lock", "packs.json", "personas"]);
    const again = await bridge.accept((await bridge.review("personas", spec)).hash);
    expect(again.version).toBe("2.0.0");
  });

  test("does not take away what another one is looking at", async () => {
    await using yard = await packYard();
    const store = await yard.open();
    const { hash } = await store.review("personas", await yard.folder("pack", personaPack()));
    const left = join(yard.dataFolder, "packs", "staging", crypto.randomUUID());
    await mkdir(join(left, "pack"), { recursive: true });
    await yard.open({ tidies: true });
    await expect(readdir(left)).rejects.toThrow("ENOENT");
    expect(await store.accept(hash)).toMatchObject({ name: "acme-personas" });
  });
});

/** Installs a pack in a process of its own that is killed as soon as its folder is in its place. */
async function killedInstall({ dataFolder, spec }: { dataFolder: string; spec: string }): Promise<void> {
  const script = `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    const { openPackStore } = await import(${JSON.stringify(join(import.meta.dirname, "open-pack-store.ts"))});
    const [, dataFolder, spec] = process.argv;
    const store = await openPackStore({ dataFolder, env: process.env, ownRoots: [] });
    const { hash } = await store.review("personas", spec);
    const { rename } = fs.promises;
    fs.promises.rename = async (from, to) => {
      await rename(from, to);
      process.kill(process.pid, "SIGKILL");
    };
    syncBuiltinESMExports();
    await store.accept(hash);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script, dataFolder, spec], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
}
