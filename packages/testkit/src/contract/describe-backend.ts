import type { Backend, ConversationInput } from "@switchyard/core/backend";
import { emptyTranscript } from "@switchyard/core/session";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readTranscript } from "../transcript/format.ts";
import { testAhead } from "./ahead.ts";
import { testAttachments } from "./attachments.ts";
import { testAbilities, testModels, testModes } from "./changes.ts";
import { testDeclared, testVersion } from "./declared.ts";
import type { ContractFixtures, RealProgram } from "./fixtures.ts";
import { testPermissions } from "./permissions.ts";
import { testQuestions } from "./questions.ts";
import { testRecorded } from "./recorded.ts";
import { testResume, testSeed } from "./reopening.ts";
import { capabilitiesOf, openRig, type Kept, type Rig } from "./rig.ts";
import { testLiveTurns, testTurns } from "./turns.ts";

/**
 * The contract that every backend keeps, as a suite: its real program is led through all that the backend
 * declares, and over each recording that this makes its codec is shown every fault that a line may have.
 */
export function describeBackend(backend: Backend, fixtures: ContractFixtures): void {
  describe(`${backend.displayName} as a backend`, () => {
    const kept: (() => readonly Kept[])[] = [];
    testDeclared(backend);
    testPlan(backend);
    if (fixtures.real !== undefined) kept.push(describeReal(backend, fixtures, fixtures.real));
    if (fixtures.recordings !== undefined) kept.push(keepFiles(fixtures.recordings));
    testRecorded(backend, () => kept.flatMap((each) => each()), fixtures);
  });
}

function testPlan(backend: Backend): void {
  test("its arguments are the same for every prompt, persona, mode and model", () => {
    const config = backend.config.parse({});
    const argsOf = (more: Partial<ConversationInput>): readonly string[] =>
      backend.plan({ cwd: "/p", start: "new", permissionMode: "default", ...more }, config).args;
    const usual = argsOf({});
    for (const permissionMode of backend.capabilities.permissionModes) {
      expect(argsOf({ permissionMode })).toEqual(usual);
    }
    expect(argsOf({ systemPrompt: "--help" })).toEqual(usual);
    expect(argsOf({ model: "--dangerous" })).toEqual(usual);
    expect(argsOf({ start: { reseed: emptyTranscript() } })).toEqual(usual);
    const resume = "7d9f3c62-0d6c-4a2e-9a57-3a3f2f1f0b11";
    expect(argsOf({ start: { resume }, systemPrompt: "x", model: "y" })).toEqual(
      argsOf({ start: { resume } }),
    );
  });
}

/** Drives the real program; gives what is recorded of it. */
function describeReal(
  backend: Backend,
  fixtures: ContractFixtures,
  real: RealProgram,
): () => readonly Kept[] {
  const capabilities = capabilitiesOf(backend, fixtures);
  let opened: Rig | undefined;
  const rig = (): Rig => {
    if (opened === undefined) throw new Error("The stage is not set yet.");
    return opened;
  };
  beforeAll(async () => {
    opened = await openRig(backend, fixtures, real);
  });
  afterAll(() => opened?.[Symbol.asyncDispose]());

  testVersion(rig);
  testTurns(rig);
  if (capabilities.live) testLiveTurns(rig);
  if (capabilities.permissions) testPermissions(rig);
  if (real.situations.question !== undefined) testQuestions(rig, real.situations.question);
  if (real.situations.attachments !== undefined) testAttachments(rig, real.situations.attachments);
  if (capabilities.setPermissionMode) testModes(rig);
  if (capabilities.setModel) testModels(rig);
  if (fixtures.told !== undefined) testAbilities(rig, fixtures.told);
  testSeed(rig);
  if (backend.startsAhead === true) testAhead(rig);
  if (capabilities.resume) testResume(rig);
  return () => rig().kept();
}

function keepFiles(paths: readonly string[]): () => readonly Kept[] {
  let read: readonly Kept[] = [];
  beforeAll(async () => {
    read = await Promise.all(
      paths.map(async (path) => ({ name: path, entries: await readTranscript(path) })),
    );
  });
  return () => read;
}
