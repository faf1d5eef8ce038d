import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { defaultBranch, firstFree, folderName } from "./branch-name.ts";

test("a branch is named from the bead and the title, in what git and a shell take", () => {
  const named = (beadId: string | null, title: string) => defaultBranch({ beadId, title });
  expect(named("app-1", "Add a log-in form")).toBe("app-1-add-a-log-in-form");
  expect(named(null, "Größe der Ärzte")).toBe("gro-e-der-arzte");
  expect(named("app-a3f.1", "日本語")).toBe("app-a3f.1");
  expect(named(null, "日本語 🚀")).toBe("session");
  expect(named("..-x", "a")).toBe("x-a");
  expect(named("x.lock", "")).toBe("x");
  expect(named("App_Ü", "")).toBe("App_U");
  const long = named("app-1", "word ".repeat(100));
  expect(long.length).toBeLessThanOrEqual(60);
  expect(firstFree(long, (name) => name === long)).toMatch(/-2$/);
  expect(firstFree(long, (name) => !name.endsWith("-3")).length).toBeLessThanOrEqual(60);
  expect([folderName("feature/x"), folderName("日本"), folderName("../..")]).toEqual([
    "feature-x",
    "worktree",
    "worktree",
  ]);
});

test("git takes every name that is made of hostile words", () => {
  const words = [
    "a..b",
    "~^:?*[\\",
    "@{-1}",
    "-rf /",
    "a b\tc\n",
    "x.lock.lock",
    "refs/heads/a",
    ".",
    "\0",
    "a.-.lock",
  ];
  for (const word of words) {
    const name = defaultBranch({ beadId: word, title: word });
    expect(execFileSync("git", ["check-ref-format", "--branch", name], { encoding: "utf8" }).trim()).toBe(
      name,
    );
  }
});
