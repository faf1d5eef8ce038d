import { describe, expect, test } from "vitest";
import { ownRoots } from "./own-places.ts";
import { canOpenBrowser } from "./open-page.ts";
import { workingFolder } from "./working-folder.ts";

const [root = ""] = ownRoots();
const npm = { npm_lifecycle_event: "start", INIT_CWD: "/usr" };

describe("the working folder", () => {
  test.each([
    ["the one that is named", "/tmp", { cwd: root, env: npm }, "/tmp"],
    ["the current one", undefined, { cwd: "/tmp", env: {} }, "/tmp"],
    ["where npm was called, for a script of ours", undefined, { cwd: root, env: npm }, "/usr"],
    ["the current one for another's npm script", undefined, { cwd: "/tmp", env: npm }, "/tmp"],
    ["the current one below an npm script", undefined, { cwd: root, env: { INIT_CWD: "/usr" } }, root],
  ])("is %s", (_name, named, caller, expected) => {
    expect(workingFolder(named, { ...caller, ownRoots: ownRoots() })).toBe(expected);
  });

  test.each(["/no/such/folder", "/etc/passwd"])("that is none is refused by name: %s", (folder) => {
    expect(() => workingFolder(folder, { cwd: "/", env: {}, ownRoots: [] })).toThrow(folder);
  });
});

test.each<[string, Record<string, string>, NodeJS.Platform, boolean]>([
  ["a Linux desktop", { DISPLAY: ":0" }, "linux", true],
  ["a Wayland desktop", { WAYLAND_DISPLAY: "wayland-0" }, "linux", true],
  ["a machine without display", {}, "linux", false],
  ["a Mac", {}, "darwin", true],
  ["a remote shell", { DISPLAY: ":0", SSH_CONNECTION: "1" }, "linux", false],
  ["a remote Mac", { SSH_TTY: "/dev/ttys0" }, "darwin", false],
  ["CI", { DISPLAY: ":0", CI: "true" }, "linux", false],
])("on %s the browser is opened or not", (_name, env, platform, expected) => {
  expect(canOpenBrowser(env, platform)).toBe(expected);
});
