import { chmod, readFile, utimes } from "node:fs/promises";
import { expect, test } from "vitest";
import { runCommand } from "../process/run-command.ts";
import { testFolder } from "./folder.testkit.ts";
import { makePrograms } from "./program.ts";

const DEBIAN = "echo 'usage: bd [-v] [directory]' >&2; exit 1";

test.each([
  ["1.0.5", `echo '{"version":"1.0.5","build":"dev"}'`],
  ["1.0.3", `echo '{"schema_version":1,"data":{"version":"1.0.3"}}'`],
  [
    "0.30.1",
    `[ "$1" = --version ] && echo 'bd version 0.30.1 (dev)' || { echo 'unknown flag: --json' >&2; exit 1; }`,
  ],
  ["1.2.2", `echo '{"version":"v1.2.2-dc4"}'`],
])("a bd %s tells its version", async (version, script) => {
  await using bench = await makeBench(script);
  expect(await bench.find()).toEqual({ name: "bd", path: bench.path, version });
});

test.each([
  ["Debian's", DEBIAN],
  ["one that succeeds at anything", "echo 'bd: no such folder'"],
  ["one with a version of its own", "echo 'bash-directories 2.1.0'"],
  ["one whose JSON has no version", `echo '{"name":"bd"}'`],
])("a bd that is not the tracker is told: %s", async (_whose, script) => {
  await using bench = await makeBench(script);
  expect(await bench.find()).toEqual({
    missing: `The bd on the PATH is not the beads tracker: ${bench.path} does not tell a version.`,
  });
  await bench.find();
  expect(await bench.asked()).toBe(2);
});

test("it is asked once, and again when its file changes or somebody wants to know", async () => {
  await using bench = await makeBench(`echo '{"version":"1.0.5"}'`);
  await Promise.all([bench.find(), bench.find(), bench.find()]);
  expect(await bench.asked()).toBe(1);
  await bench.install(`echo '{"version":"1.3.0"}'`);
  await utimes(bench.path, 1, 1);
  expect(await bench.find()).toMatchObject({ version: "1.3.0" });
  await bench.find();
  expect(await bench.asked()).toBe(2);
  await bench.find({ refresh: true });
  expect(await bench.asked()).toBe(3);
});

test("one that was ended is asked again", async () => {
  await using bench = await makeBench(
    `[ -s "$0.seen" ] && echo '{"version":"1.3.0"}' || { echo x > "$0.seen"; kill -9 $$; }`,
  );
  expect(await bench.find()).toEqual({ missing: `${bench.path} was ended before it told its version.` });
  expect(await bench.find()).toMatchObject({ version: "1.3.0" });
});

test("the user's variable names another program, and none is told as such", async () => {
  await using bench = await makeBench(DEBIAN);
  await using other = await makeBench(`echo '{"version":"1.0.5"}'`);
  expect(await bench.find({ env: { BD_BIN: other.path } })).toMatchObject({ path: other.path });
  expect(await bench.find({ env: { BD_BIN: "/nowhere/bd" } })).toEqual({
    missing: "The variable BD_BIN names /nowhere/bd, which is not there.",
  });
  expect(await bench.find({ env: { PATH: "/nowhere" } })).toEqual({
    missing: "There is no bd on the PATH.",
  });
});

/** A program `bd` on a PATH of its own; it counts how often it is started. */
async function makeBench(script: string) {
  const place = await testFolder({ asked: "" });
  const path = place.at("bin/bd");
  const install = async (text: string): Promise<void> => {
    await place.put({ "bin/bd": `#!/bin/sh\necho x >> '${place.at("asked")}'\n${text}\n` });
    await chmod(path, 0o755);
  };
  await install(script);
  const base = { PATH: `${place.at("bin")}:/usr/bin:/bin` };
  const made = new Map<string, ReturnType<typeof makePrograms>>();
  return {
    path,
    install,
    asked: async () => (await readFile(place.at("asked"), "utf8")).split("x").length - 1,
    find({ refresh = false, env = {} }: { refresh?: boolean; env?: Record<string, string> } = {}) {
      const key = JSON.stringify(env);
      const all = { ...base, ...env };
      const programs =
        made.get(key) ??
        makePrograms({
          env: all,
          ownRoots: [],
          environment: () => all,
          run: runCommand,
          probeFolder: place.path,
          signal: new AbortController().signal,
        });
      made.set(key, programs);
      return programs.find("bd", { refresh });
    },
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}
