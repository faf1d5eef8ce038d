import { mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { projectFileText, readProjectFile } from "./project-file.ts";

const ONE = {
  projectId: "7a0f7f0e-35d2-4b39-9a5c-0a0f6a0f1c11",
  path: "/one",
  name: "one",
  isFavorite: true,
  lastOpened: 5,
  isSample: false,
  cliBackend: null,
  backendsOff: [],
  beadTrace: "off",
  worktrees: { setup: null, copies: [] },
  colour: "red",
};
const TWO = { ...ONE, projectId: "1b1f7f0e-35d2-4b39-9a5c-0a0f6a0f1c22", path: "/two" };

test("no file is an empty list, of which nothing is said", async () => {
  await using at = await place();
  expect(at.read()).toEqual({ projects: [], open: null, wasDamaged: false });
  expect(at.said).toEqual([]);
});

test("what was written is read, with what this version does not know", async () => {
  await using at = await place(JSON.stringify({ projects: [ONE, TWO], open: TWO.projectId }));
  const read = at.read();
  expect(read).toEqual({ projects: [ONE, TWO], open: TWO.projectId, wasDamaged: false });
  await writeFile(at.file, projectFileText(read));
  expect(at.read()).toEqual(read);
});

test("a file that is no list is set aside, once for each time, and the user is told where", async () => {
  await using at = await place("{ half");
  expect(at.read()).toMatchObject({ projects: [], wasDamaged: true });
  await writeFile(at.file, "[]");
  expect(at.read()).toMatchObject({ projects: [], wasDamaged: true });
  expect((await readdir(at.folder)).toSorted()).toEqual([
    "projects.json.damaged-1",
    "projects.json.damaged-2",
  ]);
  expect(await readFile(`${at.file}.damaged-1`, "utf8")).toBe("{ half");
  expect(at.said).toEqual([
    expect.stringContaining(`${at.file}.damaged-1`),
    expect.stringContaining(`${at.file}.damaged-2`),
  ]);
});

test("of a list with faults the good projects are kept, and the whole of it is set aside", async () => {
  const twice = { ...TWO, path: ONE.path };
  await using at = await place(JSON.stringify({ projects: [ONE, { path: 5 }, twice, null], open: "gone" }));
  expect(at.read()).toEqual({ projects: [ONE], open: null, wasDamaged: true });
  expect(at.said).toHaveLength(1);
});

test("whatever the file holds, the list is read without a fault", async () => {
  await using at = await place();
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.json(), fc.string(), listLike()), async (text) => {
      await writeFile(at.file, text);
      const { projects, open } = at.read();
      expect(new Set(projects.map(({ path }) => path)).size).toBe(projects.length);
      expect(open === null || projects.some(({ projectId }) => projectId === open)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

function listLike(): fc.Arbitrary<string> {
  const project = fc.record(
    { projectId: fc.anything(), path: fc.constantFrom("/a", "/b", 1), name: fc.anything() },
    { requiredKeys: [] },
  );
  return fc
    .record({
      projects: fc.array(fc.oneof(project, fc.constant(ONE), fc.constant(TWO))),
      open: fc.anything(),
    })
    .map((list) => JSON.stringify(list));
}

async function place(text?: string) {
  const folder = await mkdtempDisposable(join(tmpdir(), "switchyard-projects-"));
  const file = join(folder.path, "projects.json");
  const said: string[] = [];
  if (text !== undefined) await writeFile(file, text);
  return {
    folder: folder.path,
    file,
    said,
    read: () => readProjectFile(file, (line) => said.push(line)),
    [Symbol.asyncDispose]: () => folder.remove(),
  };
}
