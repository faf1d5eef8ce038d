import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, test } from "vitest";
import { makeGit } from "../git/git.ts";
import { runCommand } from "../process/run-command.ts";
import { makeFolderFiles } from "./folder-files.ts";
import { needKnownFolder } from "./known-folder.ts";
import { indexPaths } from "./match.ts";

const paths = [
  "src/session/session.ts",
  "src/app.ts",
  "docs/session.md",
  "tests/app-session.ts",
  "package.json",
];

it.each([
  ["", ["docs", "src", "tests", "package.json", "src/session"]],
  ["sess", ["src/session", "docs/session.md", "src/session/session.ts", "tests/app-session.ts"]],
  ["session.ts", ["src/session/session.ts", "tests/app-session.ts"]],
  ["src/a", ["src/app.ts"]],
  ["./SRC/", ["src/app.ts", "src/session", "src/session/session.ts"]],
  ["app", ["src/app.ts", "tests/app-session.ts"]],
  ["pkjs", ["package.json"]],
  ["dsm", ["docs/session.md"]],
  ["nowhere", []],
])("for %j the best come first", (query, found) => {
  const all = indexPaths(paths).find(query, 5);
  expect(all.map(({ path }) => path)).toEqual(found);
  for (const { path, isFolder } of all) expect(isFolder).toBe(!path.includes("."));
});

test("of many the best are kept, in their order", () => {
  const many = Array.from({ length: 5_000 }, (_, at) => `folder-${at % 7}/file-${at}.ts`);
  const index = indexPaths(many);
  const all = index.find("file", 10_000).map(({ path }) => path);
  expect(all).toHaveLength(5_000);
  expect(index.find("file", 25).map(({ path }) => path)).toEqual(all.slice(0, 25));
});

test("a folder's files are those that git would take, or else all but what is no one's own", async () => {
  await using place = await folder();
  const { root } = place;
  const environment = (): Record<string, string> => ({ PATH: process.env["PATH"] ?? "", HOME: root });
  const { signal } = new AbortController();
  const git = makeGit({ env: process.env, ownRoots: [], environment, run: runCommand, signal });
  let now = 0;
  const files = makeFolderFiles({ git, clock: () => now });
  const found = async (of = root) => {
    now += 10_000;
    return (await files.find(of, "", 20)).map(({ path }) => path);
  };
  for (const name of ["node_modules/x.js", "dist/out.js", "src/a b\n.ts"]) {
    await mkdir(join(root, name, ".."), { recursive: true });
    await writeFile(join(root, name), "");
  }
  await writeFile(join(root, ".gitignore"), "dist\nnode_modules\n");
  expect(await found()).toEqual(["dist", "src", ".gitignore", "dist/out.js", "src/a b\n.ts"]);
  const init = ["init", "-q"];
  expect(await git.run({ cwd: root, args: init, timeoutMs: 5_000 })).toMatchObject({ exitCode: 0 });
  expect(await found()).toEqual(["src", ".gitignore", "src/a b\n.ts"]);
  expect(await found(join(root, "src"))).toEqual(["a b\n.ts"]);
});

test("only folders that are known, and those below them, are listed", async () => {
  await using place = await folder();
  const { root } = place;
  await mkdir(join(root, "known/below"), { recursive: true });
  await mkdir(join(root, "known too"));
  await symlink(join(root, "known/below"), join(root, "link"));
  await symlink(root, join(root, "known/out"));
  const known = [join(root, "gone"), join(root, "known")];
  expect(await needKnownFolder(join(root, "known"), known)).toBe(join(root, "known"));
  expect(await needKnownFolder(join(root, "link"), known)).toBe(join(root, "known/below"));
  await expect(needKnownFolder(join(root, "known too"), known)).rejects.toThrow("belongs to no project");
  await expect(needKnownFolder(join(root, "known/out"), known)).rejects.toThrow("belongs to no project");
  await expect(needKnownFolder(join(root, "gone"), known)).rejects.toThrow("There is no folder");
});

async function folder(): Promise<AsyncDisposable & { readonly root: string }> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "switchyard-files-")));
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}
