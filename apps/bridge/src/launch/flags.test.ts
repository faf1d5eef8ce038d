import { PackName } from "@switchyard/core/protocol";
import { describe, expect, test, vi } from "vitest";
import { parseFlags } from "./flags.ts";
import type { PackCall } from "./packs/flags.ts";

const defaults = {
  port: 4711,
  json: false,
  open: true,
  allowOrigin: [],
  logLevel: "warn",
  dev: false,
  safe: false,
};

describe("switchyard", () => {
  test("starts with its defaults", () => {
    expect(parseFlags([], "1.2.3")).toEqual({ kind: "start", flags: defaults });
  });

  test("takes every flag", () => {
    const argv =
      "--cwd /tmp/../tmp --port 0 --json --no-open --allow-origin https://A.example --allow-origin http://b.example:81/ --dangerously-bind 0.0.0.0 --log-level debug --dev --safe";
    expect(parseFlags(argv.split(" "), "1.2.3")).toEqual({
      kind: "start",
      flags: {
        cwd: "/tmp",
        port: 0,
        json: true,
        open: false,
        allowOrigin: ["https://a.example", "http://b.example:81"],
        dangerouslyBind: "0.0.0.0",
        logLevel: "debug",
        dev: true,
        safe: true,
      },
    });
  });

  test("replaces the token", () => {
    expect(parseFlags(["token", "--rotate"], "1.2.3")).toEqual({ kind: "rotate" });
  });

  test("records, with flags of its own", () => {
    const flags = { backend: "demo", mode: "default", trust: false };
    expect(parseFlags(["record", "--backend", "demo"], "1.2.3")).toEqual({ kind: "record", flags });
    const argv = "record --backend gemini --cwd /tmp/x/.. --out /tmp/a.jsonl --mode plan --trust";
    expect(parseFlags(argv.split(" "), "1.2.3")).toEqual({
      kind: "record",
      flags: { backend: "gemini", cwd: "/tmp", out: "/tmp/a.jsonl", mode: "plan", trust: true },
    });
  });

  test.each<[argv: string[], call: PackCall]>([
    [["personas", "add", "./pack"], { action: "add", kind: "personas", spec: "./pack", yes: false }],
    [["backends", "add", "-y", "acme@1"], { action: "add", kind: "backend", spec: "acme@1", yes: true }],
    [["personas", "update", "--yes"], { action: "update", kind: "personas", yes: true }],
    [["backends", "update", "acme"], { action: "update", kind: "backend", spec: "acme", yes: false }],
    [["personas", "list"], { action: "list", kind: "personas", json: false }],
    [["backends", "list", "--json"], { action: "list", kind: "backend", json: true }],
    [
      ["backends", "remove", "@acme/cli"],
      { action: "remove", kind: "backend", name: PackName.parse("@acme/cli") },
    ],
    [["personas", "check", "."], { action: "check", folder: "." }],
  ])("%j is a command on packs", (argv, call) => {
    expect(parseFlags(argv, "1.2.3")).toEqual({ kind: "packs", call });
  });

  test.each([
    [["--version"], 0, "1.2.3\n"],
    [["--help"], 0, "--dangerously-bind"],
    [["token", "--help"], 0, "--rotate"],
    [["record", "--help"], 0, "/interrupt"],
    [["personas", "--help"], 0, "check"],
    [["backends", "add", "--help"], 0, "--yes"],
  ])("%j prints and does nothing", (argv, exitCode, expected) => {
    const out = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const call = parseFlags(argv, "1.2.3");
    const printed = out.mock.calls.map(([text]) => String(text)).join("");
    out.mockRestore();
    expect([call, printed]).toEqual([{ kind: "done", exitCode }, expect.stringContaining(expected)]);
  });

  test.each([
    [["--port", "70000"], "0 to 65535"],
    [["--port", "-1"], "0 to 65535"],
    [["--port", "4711x"], "0 to 65535"],
    [["--port", ""], "0 to 65535"],
    [["--port"], "argument missing"],
    [["--allow-origin", "phone.example"], "must be an origin"],
    [["--allow-origin", "https://phone.example/path"], "must be an origin"],
    [["--allow-origin", "https://user@phone.example"], "must be an origin"],
    [["--allow-origin", "*"], "must be an origin"],
    [["--log-level", "loud"], "Allowed choices"],
    [["--nonsense"], "unknown option"],
    [["nonsense"], "too many arguments"],
    [["token"], "--rotate"],
    [["record"], "--backend"],
    [["personas"], "update [options] [spec]"],
    [["personas", "add"], "missing required argument 'spec'"],
    [["personas", "remove", "../x"], "must be an npm package name"],
    [["backends", "check", "."], "unknown command"],
    [["personas", "list", "--yes"], "unknown option"],
    [["record", "--backend", "claude", "--mode", "bypassPermissions"], "Allowed choices"],
  ])("%j is a mistake that it explains", (argv, expected) => {
    const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const call = parseFlags(argv, "1.2.3");
    const printed = err.mock.calls.map(([text]) => String(text)).join("");
    err.mockRestore();
    expect([call, printed]).toEqual([{ kind: "done", exitCode: 1 }, expect.stringContaining(expected)]);
  });
});
