import { expect, test } from "vitest";
import { branchFault } from "./branch-fault.ts";

test.each(["pa-18.3-retry-after", "feature/retry", "äpfel", "a@b", "v1.2", "a.lock.b", "x".repeat(200)])(
  "%s is a branch's name",
  (name) => expect(branchFault(name)).toBeUndefined(),
);

test.each([
  ["", "Name a branch."],
  ["two words", "A branch’s name has no blanks."],
  ["a~1", "A branch’s name has no “~”."],
  ["a\\b", "A branch’s name has no “\\”."],
  ["a[b", "A branch’s name has no “[”."],
  ["a\u0007b", "A branch’s name has no control characters."],
  ["-d", "Git does not take “-d” as a branch’s name."],
  ["HEAD", "Git does not take “HEAD” as a branch’s name."],
  ["@", "Git does not take “@” as a branch’s name."],
  ["a..b", "A branch’s name has no “..” and no “@{”."],
  ["a@{1}", "A branch’s name has no “..” and no “@{”."],
  [
    "/a",
    "Each part of a branch’s name begins with a letter or digit and does not end with “.lock” or a dot.",
  ],
  [
    "a//b",
    "Each part of a branch’s name begins with a letter or digit and does not end with “.lock” or a dot.",
  ],
  [
    "a/",
    "Each part of a branch’s name begins with a letter or digit and does not end with “.lock” or a dot.",
  ],
  [
    "a/.b",
    "Each part of a branch’s name begins with a letter or digit and does not end with “.lock” or a dot.",
  ],
  [
    "a.lock",
    "Each part of a branch’s name begins with a letter or digit and does not end with “.lock” or a dot.",
  ],
  [
    "a.",
    "Each part of a branch’s name begins with a letter or digit and does not end with “.lock” or a dot.",
  ],
  ["x".repeat(201), "A branch’s name has at most 200 characters."],
])("%j is none: %s", (name, why) => expect(branchFault(name)).toBe(why));
