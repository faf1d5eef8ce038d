import { appendFile, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Backend, type FileEnds, perTurnBackend } from "@switchyard/core/backend";
import { BackendId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { makeConversationCatalogue } from "./catalogue.ts";

/** A home with a backend's files, in which each file's first line is its title. */
interface Place extends AsyncDisposable {
  readonly root: string;
  readonly backend: Backend;
  /** What was read so far, in its order. */
  readonly reads: FileEnds[];
  write(path: string, text: string, ageSeconds?: number): Promise<void>;
  titles(limit?: number): Promise<string[]>;
}

async function makePlace(): Promise<Place> {
  const home = await mkdtemp(join(tmpdir(), "switchyard-conversations-"));
  const root = join(home, "files");
  const reads: FileEnds[] = [];
  const hint = { text: "", command: "" };
  const backend: Backend = {
    ...perTurnBackend({
      id: BackendId.parse("fixture"),
      displayName: "Fixture",
      program: { command: "fixture", versionArgs: [], install: hint, login: hint },
      buildArgs: () => [],
      parseStdoutLine: () => ({}),
    }),
    conversations: {
      where: (place) => ({
        root: `${place.home}/files`,
        levels: [/^[^.]/, /\.txt$/],
        cwdFile: "../cwd",
      }),
      outline(ends) {
        reads.push(ends);
        const [title = ""] = ends.head.split("\n");
        return title === "" ? null : { cliSessionId: ends.name, cwd: ends.cwd, title };
      },
      reader: () => ({ line: () => undefined, end: () => ({ model: null, turns: [] }) }),
    },
  };
  const catalogue = makeConversationCatalogue(() => ({ HOME: home }));
  return {
    root,
    backend,
    reads,
    async write(path, text, ageSeconds = 0) {
      await mkdir(join(root, path, ".."), { recursive: true });
      await writeFile(join(root, path), text);
      const at = 1_700_000_000 - ageSeconds;
      await utimes(join(root, path), at, at);
    },
    titles: async (limit = 100) =>
      (await catalogue.list([backend], { fits: () => true, limit })).map(({ title }) => title),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true }),
  };
}

test("the newest come first, without those that are no conversation, and no more than asked for", async () => {
  await using place = await makePlace();
  await place.write("a/1.txt", "oldest", 30);
  await place.write("b/2.txt", "newest", 10);
  await place.write("a/3.txt", "", 5);
  await place.write("a/4.txt", "middle", 20);
  await place.write("a/5.log", "no file of a conversation");
  expect(await place.titles()).toEqual(["newest", "middle", "oldest"]);
  expect(await place.titles(1)).toEqual(["newest"]);
});

test("no folder, no conversations", async () => {
  await using place = await makePlace();
  expect(await place.titles()).toEqual([]);
});

test("links lead nowhere: not out of the root, and not within it", async () => {
  await using place = await makePlace();
  await place.write("a/1.txt", "plain");
  await mkdir(join(place.root, "..", "elsewhere"));
  await writeFile(join(place.root, "..", "elsewhere", "secret.txt"), "secret");
  await symlink(join(place.root, "..", "elsewhere"), join(place.root, "folder"));
  await symlink(join(place.root, "..", "elsewhere", "secret.txt"), join(place.root, "a", "link.txt"));
  expect(await place.titles()).toEqual(["plain"]);
  expect(place.reads.map(({ name }) => name)).toEqual(["1.txt"]);
});

test("of a long file the ends are read, and the rest never", async () => {
  await using place = await makePlace();
  await place.write("a/1.txt", `begin\n${"x".repeat(1_000_000)}\nend`);
  await place.titles();
  const [ends] = place.reads;
  expect([ends?.head.length, ends?.tail.length]).toEqual([65_536, 65_536]);
  expect([ends?.head.slice(0, 5), ends?.tail.slice(-3)]).toEqual(["begin", "end"]);
});

test("a file is read again only where it has changed", async () => {
  await using place = await makePlace();
  await place.write("a/1.txt", "one", 10);
  await place.write("a/2.txt", "two", 20);
  await place.titles();
  await appendFile(join(place.root, "a", "2.txt"), "\nmore");
  expect(await place.titles()).toEqual(["two", "one"]);
  expect(place.reads.map(({ name }) => name).toSorted()).toEqual(["1.txt", "2.txt", "2.txt"]);
});

test("the file beside tells the folder", async () => {
  await using place = await makePlace();
  await place.write("a/1.txt", "one");
  await place.titles();
  await writeFile(join(place.root, "cwd"), "/home/user/project\n");
  await place.write("a/2.txt", "two");
  await place.titles();
  expect(place.reads.map(({ cwd }) => cwd)).toEqual([null, "/home/user/project"]);
});
