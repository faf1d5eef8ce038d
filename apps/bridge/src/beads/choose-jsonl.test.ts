import { utimes } from "node:fs/promises";
import { expect, test } from "vitest";
import { chooseJsonl } from "./choose-jsonl.ts";
import { testFolder } from "./folder.testkit.ts";

const BRANCH = ".git/beads-worktrees/sync/.beads/issues.jsonl";

test.each([
  [["issues.jsonl", "beads.jsonl", "a.jsonl"], "issues.jsonl"],
  [["beads.jsonl", "a.jsonl"], "beads.jsonl"],
  [["b.jsonl", "a.jsonl", "interactions.jsonl"], "a.jsonl"],
])("of %j it is %s", async (names, chosen) => {
  await using place = await testFolder(Object.fromEntries(names.map((name) => [`.beads/${name}`, ""])));
  expect(await chooseJsonl(place.at(".beads"))).toBe(place.at(".beads", chosen));
});

test("the tracker's journals and sides of a merge are never taken for beads", async () => {
  const names = [
    "interactions",
    "deletions",
    "routes",
    "sync_base",
    "beads.base",
    "beads.left",
    "beads.right",
  ];
  await using place = await testFolder(
    Object.fromEntries(names.map((name) => [`.beads/${name}.jsonl`, "{}"])),
  );
  expect(await chooseJsonl(place.at(".beads"))).toBeNull();
  expect(await chooseJsonl(place.at("nowhere"))).toBeNull();
});

test("the branch that the settings name has the file", async () => {
  await using place = await testFolder({
    [BRANCH]: "",
    ".beads/config.yaml": 'x: 1\nsync-branch: "sync" # ours\n',
    ".beads/issues.jsonl": "",
  });
  await utimes(place.at(BRANCH), 1, 1);
  expect(await chooseJsonl(place.at(".beads"))).toBe(place.at(BRANCH));
  await place.put({ ".beads/config.yaml": "sync-branch: other\n" });
  expect(await chooseJsonl(place.at(".beads"))).toBe(place.at(".beads/issues.jsonl"));
});

test("a branch that nobody names counts where its file is the newer one", async () => {
  await using place = await testFolder({ [BRANCH]: "", ".beads/issues.jsonl": "" });
  await utimes(place.at(".beads/issues.jsonl"), 1, 1);
  expect(await chooseJsonl(place.at(".beads"))).toBe(place.at(BRANCH));
  await utimes(place.at(BRANCH), 0, 0);
  expect(await chooseJsonl(place.at(".beads"))).toBe(place.at(".beads/issues.jsonl"));
});
