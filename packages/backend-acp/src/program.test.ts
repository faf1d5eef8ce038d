import { expect, test } from "vitest";
import { AcpProgram, configuredAcpBackend, INITIALIZE_LINE, probeVersion } from "./index.ts";
import { INITIALIZED } from "./talk.testkit.ts";
import { readOurs } from "./schema.testkit.ts";

const settings = {
  id: "opencode",
  displayName: "OpenCode",
  command: "opencode",
  args: ["acp"],
  env: { OPENCODE: "1" },
};
const backend = configuredAcpBackend(AcpProgram.parse(settings));
const answer = (result: object): string => JSON.stringify({ jsonrpc: "2.0", id: 1, result });
const probe = (stdout: string): unknown => backend.probe({ version: { stdout, stderr: "", exitCode: 0 } });

test("a program in the settings is a backend, with no code", () => {
  expect(backend).toMatchObject({
    id: "opencode",
    displayName: "OpenCode",
    startsAlone: false,
    isDemo: false,
  });
  const input = { cwd: "/project", start: "new", permissionMode: "default" } as const;
  expect(backend.plan(input, {})).toEqual({ args: ["acp"], env: { OPENCODE: "1" } });
  expect(backend.capabilities).toMatchObject({ resume: false, permissionModes: ["default"], models: [] });
  expect(backend.program).toMatchObject({ command: "opencode", versionArgs: ["acp"] });
});

test("only what can be a program is one", () => {
  expect(AcpProgram.parse({ id: "x", displayName: "X", command: "x" })).toMatchObject({ args: [], env: {} });
  for (const wrong of [
    { id: "A B" },
    { id: "" },
    { displayName: " " },
    { command: "" },
    { args: "acp" },
    { env: { A: 1 } },
  ]) {
    expect(AcpProgram.safeParse({ ...settings, ...wrong }).success).toBe(false);
  }
});

test("it is asked who it is by the protocol's own first line", () => {
  expect(backend.program.versionInput).toBe(INITIALIZE_LINE);
  expect(readOurs(INITIALIZE_LINE)).toMatchObject({ id: 1, method: "initialize" });
});

/** What any agent takes beside a message. */
const TEXTS = { images: false, files: ["text/*", "application/json", "application/xml"] };

test("its answer is found in the noise around it", () => {
  const health = { version: "3.2.1", login: "unknown", capabilities: { resume: true, ...TEXTS } };
  expect(probe(`starting…\n{"level":"info"}\n${answer(INITIALIZED)}\nbye`)).toEqual(health);
});

test("an agent that does not tell its version is no broken one, what is no agent is", () => {
  expect(probe(answer({ protocolVersion: 1 }))).toEqual({
    version: "ACP 1",
    login: "unknown",
    capabilities: { resume: false, ...TEXTS },
  });
  const resumes = { protocolVersion: 1, agentCapabilities: { sessionCapabilities: { resume: {} } } };
  expect(probe(answer(resumes))).toMatchObject({ capabilities: { resume: true } });
  for (const stdout of [
    "",
    "agent 1.2.3",
    '{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"no"}}',
    answer({ x: 1 }),
  ]) {
    expect(probe(stdout)).toEqual({ version: null, login: "unknown" });
  }
});

test("a program that tells its version by an argument is read so", () => {
  const version = { stdout: "agent 0.61.0 (stable)\n", stderr: "", exitCode: 0 };
  expect(probeVersion({ version })).toEqual({ version: "0.61.0", login: "unknown" });
  expect(probeVersion({ version: { ...version, stdout: "nothing" } })).toEqual({
    version: null,
    login: "unknown",
  });
});
