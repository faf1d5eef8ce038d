import { describe, expect, test, vi } from "vitest";
import { parseFlags } from "./flags.ts";

const defaults = { port: 4711, json: false, open: true, allowOrigin: [], logLevel: "warn", dev: false };

describe("switchyard", () => {
  test("starts with its defaults", () => {
    expect(parseFlags([], "1.2.3")).toEqual({ kind: "start", flags: defaults });
  });

  test("takes every flag", () => {
    const argv =
      "--cwd /tmp/../tmp --port 0 --json --no-open --allow-origin https://A.example --allow-origin http://b.example:81/ --dangerously-bind 0.0.0.0 --log-level debug --dev";
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

  test.each([
    [["--version"], 0, "1.2.3\n"],
    [["--help"], 0, "--dangerously-bind"],
    [["token", "--help"], 0, "--rotate"],
    [["record", "--help"], 0, "/interrupt"],
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
    [["record", "--backend", "claude", "--mode", "bypassPermissions"], "Allowed choices"],
  ])("%j is a mistake that it explains", (argv, expected) => {
    const err = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const call = parseFlags(argv, "1.2.3");
    const printed = err.mock.calls.map(([text]) => String(text)).join("");
    err.mockRestore();
    expect([call, printed]).toEqual([{ kind: "done", exitCode: 1 }, expect.stringContaining(expected)]);
  });
});
