import { execFile } from "node:child_process";
import { type Backend, BackendFacts, BackendHealth, type CommandOutput } from "@switchyard/core/backend";
import { expect, test } from "vitest";
import type { z } from "zod";
import type { Stage } from "./fixtures.ts";
import { LIMIT } from "./limit.ts";
import type { Rig } from "./rig.ts";

/** What a bridge looks at before there is any conversation. */
export function testDeclared(backend: Backend): void {
  test("what it says of itself is what a bridge takes", () => {
    expect(declaredFaults(backend)).toEqual([]);
  });

  test("its probe has an answer to whatever the program prints", () => {
    expect(probeFaults(backend)).toEqual([]);
  });
}

/** Why a bridge would refuse it. */
export function declaredFaults(backend: unknown): string[] {
  return misfits(BackendFacts.safeParse(backend));
}

/** What its probe makes of odd outputs that is no answer. */
export function probeFaults(backend: Backend): string[] {
  return ODD_OUTPUTS.flatMap((printed) => {
    try {
      return misfits(BackendHealth.safeParse(backend.probe({ version: printed, login: printed })));
    } catch (error) {
      return [`${JSON.stringify(printed.stdout || printed.stderr)}: ${String(error)}`];
    }
  });
}

function misfits({ error }: z.ZodSafeParseResult<unknown>): string[] {
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

/** Of the real program, its version is known: by it people see what they run. */
export function testVersion(rig: () => Rig): void {
  test("it reads the version that its program tells", LIMIT, async () => {
    const { backend, stage } = rig();
    const version = await askVersion(backend, stage);
    expect(backend.probe({ version }).version, JSON.stringify(version)).toEqual(expect.any(String));
  });
}

/** Nothing, a fault, a program that was ended, and words of another one. */
const ODD_OUTPUTS: readonly CommandOutput[] = [
  { stdout: "", stderr: "", exitCode: 0 },
  { stdout: "", stderr: "unknown option --version\n", exitCode: 2 },
  { stdout: "1.", stderr: "", exitCode: null },
  { stdout: 'null\n{"id":null,"result":[]}\n{"loggedIn":\n', stderr: "", exitCode: 0 },
];

function askVersion(backend: Backend, stage: Stage): Promise<CommandOutput> {
  const { versionArgs, versionInput } = backend.program;
  const { env } = backend.plan(
    { cwd: stage.cwd, start: "new", permissionMode: "default" },
    backend.config.parse({}),
  );
  return new Promise((resolve) => {
    const child = execFile(
      stage.program,
      [...(stage.args ?? []), ...versionArgs],
      { cwd: stage.cwd, env: { ...stage.env, ...env }, timeout: MOST_MS, killSignal: "SIGKILL" },
      (_, stdout, stderr) => resolve({ stdout, stderr, exitCode: child.exitCode }),
    );
    child.stdin?.on("error", () => undefined);
    if (versionInput === undefined) return child.stdin?.end();
    child.stdin?.write(`${versionInput}\n`);
    child.stdout?.once("data", () => child.stdin?.end());
  });
}

/** The bridge waits no longer. */
const MOST_MS = 15_000;
