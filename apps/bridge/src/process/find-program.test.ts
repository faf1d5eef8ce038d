import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findProgram, isBatchFile } from "./find-program.ts";

/** A folder with a user's program on a PATH and our own copy of it. */
async function machine() {
  const root = await mkdtemp(join(tmpdir(), "switchyard-find-"));
  const own = join(root, "ours");
  async function program(path: string, mode = 0o755): Promise<string> {
    const file = join(root, path);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, "#!/bin/sh\n");
    await chmod(file, mode);
    return file;
  }
  return {
    root,
    program,
    bundled: await program("ours/node_modules/.bin/claude"),
    find: (env: Record<string, string> = {}, settingsPath?: string) =>
      findProgram({
        command: "claude",
        environmentOverride: "SWITCHYARD_CLAUDE",
        env: { PATH: `${own}/node_modules/.bin:relative:${root}/empty:${root}/bin`, ...env },
        ownRoots: [own],
        ...(settingsPath === undefined ? {} : { settingsPath }),
      }),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true }),
  };
}

test("the settings come first, then the variable, then the PATH without our folders, then our own copy", async () => {
  await using place = await machine();
  expect(await place.find()).toEqual({ path: place.bundled, source: "bundled" });
  const onPath = await place.program("bin/claude");
  expect(await place.find()).toEqual({ path: onPath, source: "path" });
  const named = await place.program("elsewhere/my claude");
  const env = { SWITCHYARD_CLAUDE: named };
  expect(await place.find(env)).toEqual({ path: named, source: "environment" });
  expect(await place.find(env, onPath)).toEqual({ path: onPath, source: "settings" });
});

test("a choice of the user's that cannot be run is told, not passed over", async () => {
  await using place = await machine();
  const plain = await place.program("plain", 0o644);
  expect(await place.find({}, "/nowhere/claude")).toEqual({
    missing: "The settings name /nowhere/claude, which is not there.",
  });
  expect(await place.find({ SWITCHYARD_CLAUDE: plain })).toEqual({
    missing: `The variable SWITCHYARD_CLAUDE names ${plain}, which is not executable.`,
  });
  expect(await place.find({}, place.root)).toMatchObject({
    missing: expect.stringContaining("is not a file") as unknown,
  });
  expect(await place.find({}, "claude")).toMatchObject({
    missing: expect.stringContaining("absolute") as unknown,
  });
});

test("a file on the PATH that cannot be run is passed over, and named where nothing else is found", async () => {
  await using place = await machine();
  const plain = await place.program("bin/claude", 0o644);
  expect(await place.find()).toEqual({ path: place.bundled, source: "bundled" });
  await rm(place.bundled);
  expect(await place.find()).toEqual({
    missing: `There is no claude on the PATH. ${plain} is not executable.`,
  });
  expect(await place.find({ PATH: "" })).toEqual({ missing: "There is no claude on the PATH." });
});

test("a batch file is refused, because only a shell can run it", async () => {
  await using place = await machine();
  const batch = await place.program("bin/claude.cmd");
  expect(await place.find({}, batch)).toMatchObject({
    missing: expect.stringContaining("name the .exe") as unknown,
  });
});

test.each([
  ["C:\\bin\\claude.cmd", true],
  ["claude.CMD", true],
  ["claude.cmd.", true],
  ["claude.cmd . ", true],
  ["x:y.cmd", true],
  ["claude.cmd:stream", true],
  ["C:\\bin\\claude.bat", true],
  ["C:\\bin\\claude.exe", false],
  ["/usr/bin/claude", false],
  ["/opt/x.cmd/claude", false],
])("of %s, being a batch file is %s", (path, is) => {
  expect(isBatchFile(path)).toBe(is);
});
