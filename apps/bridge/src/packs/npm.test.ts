import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CommandRequest, CommandResult } from "../process/run-command.ts";
import { makeNpm } from "./npm.ts";

const DONE: CommandResult = { stdout: "", stderr: "", exitCode: 0, timedOut: false };

/** An npm that is never run: `answer` is what it would say. */
async function scripted(answer: (request: CommandRequest) => CommandResult | Promise<CommandResult>) {
  const home = await mkdtempDisposable(join(tmpdir(), "npm-"));
  await writeFile(join(home.path, "npm"), "", { mode: 0o755 });
  const ending = new AbortController();
  const requests: CommandRequest[] = [];
  const npm = makeNpm({
    env: { PATH: home.path, HOME: home.path, NPM_TOKEN: "t" },
    ownRoots: [],
    signal: ending.signal,
    run: async (request) => {
      requests.push(request);
      return answer(request);
    },
  });
  const dispose = (): Promise<void> => home[Symbol.asyncDispose]();
  return { npm, ending, requests, folder: join(home.path, "scratch"), [Symbol.asyncDispose]: dispose };
}

describe("npm", () => {
  test("is asked without a shell, runs no scripts, and keeps all that it writes in one folder", async () => {
    await using at = await scripted(async ({ cwd }) => {
      await writeFile(join(cwd, "acme-1.0.0.tgz"), "");
      return DONE;
    });
    expect(await at.npm.pack("acme@^1 || 2", at.folder)).toBe(join(at.folder, "acme-1.0.0.tgz"));
    const [request] = at.requests;
    expect(request?.args).toEqual(
      expect.arrayContaining([
        "--ignore-scripts",
        "--allow-git=none",
        "--no-global",
        `--cache=${join(at.folder, "cache")}`,
        `--git=${join(at.folder, "git-is-not-used")}`,
      ]),
    );
    expect(request?.args.slice(-2)).toEqual(["--", "acme@^1 || 2"]);
    expect(request).toMatchObject({
      cwd: at.folder,
      env: { NPM_TOKEN: "t", TMPDIR: join(at.folder, "tmp") },
    });
  });

  test("installs what a package needs in a folder of its own", async () => {
    await using at = await scripted(() => DONE);
    expect(await at.npm.install({ zod: "^4" }, at.folder)).toBe(join(at.folder, "node_modules"));
    expect(JSON.parse(await readFile(join(at.folder, "package.json"), "utf8"))).toEqual({
      private: true,
      dependencies: { zod: "^4" },
    });
    expect(at.requests[0]?.args).toEqual(
      expect.arrayContaining(["install", "--ignore-scripts", "--omit=dev", "--omit=peer", "--no-bin-links"]),
    );
  });

  test.each<[string, Partial<CommandResult>, string]>([
    [
      "its JSON",
      { exitCode: 1, stdout: '{"error":{"code":"ETARGET","summary":"No matching version\\nmore"}}' },
      "could not fetch the pack: No matching version",
    ],
    [
      "its first line",
      { exitCode: 1, stderr: "npm error code E500\nnpm error 500 Broken\n  at x" },
      "could not fetch the pack: 500 Broken",
    ],
    [
      "nothing that it says",
      { exitCode: 1, stdout: "{", stderr: "" },
      "could not fetch the pack: it does not say why",
    ],
    [
      "secrets hidden",
      {
        exitCode: 1,
        stderr: `npm error 401 https://me:pass@a.example/x?token=s _authToken=abc npm_${"a1B2".repeat(9)}`,
      },
      "401 https://[hidden]@a.example/x?[hidden] _authToken=[hidden] [hidden]",
    ],
    ["the time it took", { exitCode: null, timedOut: true }, "npm took longer than 180 s."],
  ])("that fails is told by %s", async (_name, result, says) => {
    await using at = await scripted(() => ({ ...DONE, ...result }));
    await expect(at.npm.pack("acme", at.folder)).rejects.toMatchObject({
      code: "NPM_FAILED",
      message: expect.stringContaining(says),
    });
  });

  test("that brings nothing, or is ended with the bridge, is told", async () => {
    await using at = await scripted(() => DONE);
    await expect(at.npm.pack("acme", at.folder)).rejects.toThrow("npm fetched no archive of acme.");
    at.ending.abort();
    await expect(at.npm.pack("acme", at.folder)).rejects.toThrow("Switchyard ends.");
  });

  test("that is not installed is told with what else can be done", async () => {
    const { signal } = new AbortController();
    const npm = makeNpm({ env: { PATH: "" }, ownRoots: [], signal, run: async () => DONE });
    await expect(npm.pack("acme", "/not-made")).rejects.toThrow(
      "There is no npm on the PATH. Install Node.js with npm, or name a folder or an archive.",
    );
  });
});
