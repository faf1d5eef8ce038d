import { expect, test } from "vitest";
import { copyFault, pathsOf } from "./copy-fault.ts";

test("paths are written one a line; blanks around them and lines twice count for nothing", () => {
  expect(pathsOf(" .env \n\nconfig/local file.json\n.env\n")).toEqual([".env", "config/local file.json"]);
  expect(pathsOf(" \n")).toEqual([]);
});

test.each(["/etc/passwd", "../.env", "a/../../b", "~/.ssh", "C:\\keys", "..\\x", ".."])(
  "%s leaves the project",
  (path) => expect(copyFault([".env", path])).toContain(`“${path}” leaves the project`),
);

test("what lies inside is taken, as far as the wire does", () => {
  expect(copyFault([".env", "a..b/c", "config/", "..data"])).toBeUndefined();
  expect(copyFault(["x".repeat(1025)])).toBe("A path has at most 1024 characters.");
  expect(copyFault(Array.from({ length: 101 }, (_, at) => `f${at}`))).toBe("Name at most 100.");
});
