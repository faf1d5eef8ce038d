import { stat } from "node:fs/promises";
import type { Backend, Codec, ConversationInput } from "@switchyard/core/backend";
import { SwitchyardError } from "@switchyard/core/protocol";
import { foldChunks } from "@switchyard/core/session";
import { v4 as uuid } from "uuid";
import type { LocatedProgram } from "../backends/locate.ts";
import type { ProcessSpec } from "../process/host.ts";
import type { PluginOf } from "./provenance.ts";
import type { SessionDeps } from "./session-deps.ts";
import type { SessionRecord } from "./record.ts";

export interface Launch {
  spec: ProcessSpec;
  codec: Codec;
  /** What both of them were made for. */
  input: ConversationInput;
  /** How the conversation is opened. */
  start: "new" | "resume" | "reseed";
  /** Whether it could be opened again later. */
  canResume: boolean;
  /** Whose code it was prepared by. */
  plugin: ReturnType<PluginOf>;
}

/**
 * Prepares one run of a session's CLI, everything that can fail before it starts included.
 * @throws {SwitchyardError} FOLDER_NOT_FOUND, FOLDER_NOT_TRUSTED, CLI_NOT_FOUND, BACKEND_UNAVAILABLE
 */
export async function prepareLaunch(deps: SessionDeps, record: SessionRecord): Promise<Launch> {
  await needFolder(record.cwd);
  // Starting is executing: what the folder brings may have changed since the session began.
  const question = await deps.untrusted(record.cwd, deps.backend);
  if (question !== null) throw folderNotTrusted(question);

  const { resume: canResume } = await deps.capabilities(deps.backend);
  const start = conversationStart(deps, record, canResume);
  const input: ConversationInput = {
    cwd: record.cwd,
    start,
    permissionMode: record.permissionMode,
    ...(record.systemPrompt === "" ? {} : { systemPrompt: record.systemPrompt }),
    ...(record.model === null ? {} : { model: record.model }),
  };
  const program = await deps.locate(deps.backend);
  // From here on at once: a plug-in's next version must not come between what is run and what speaks with it.
  const spec = specOf(deps, { backend: deps.backend, program }, input);
  return {
    start: start === "new" ? "new" : "resume" in start ? "resume" : "reseed",
    canResume,
    plugin: deps.pluginOf(deps.backend.id),
    codec: deps.backend.codec(input, deps.backend.config.parse({})),
    spec,
    input,
  };
}

/**
 * What to run for a conversation.
 * @throws {SwitchyardError} CLI_NOT_FOUND, BACKEND_UNAVAILABLE
 */
export async function processSpec(
  deps: Pick<SessionDeps, "locate" | "environment">,
  backend: Backend,
  input: ConversationInput,
): Promise<ProcessSpec> {
  return specOf(deps, { backend, program: await deps.locate(backend) }, input);
}

function specOf(
  deps: Pick<SessionDeps, "environment">,
  { backend, program }: { backend: Backend; program: Pick<LocatedProgram, "path" | "args"> },
  input: ConversationInput,
): ProcessSpec {
  const plan = backend.plan(input, backend.config.parse({}));
  return {
    program: program.path,
    args: [...program.args, ...plan.args],
    cwd: input.cwd,
    env: { ...deps.environment(), ...plan.env },
    marker: uuid(),
  };
}

/** @throws {SwitchyardError} FOLDER_NOT_FOUND */
export async function needFolder(cwd: string): Promise<void> {
  const found = await stat(cwd).catch(() => null);
  if (found?.isDirectory() === true) return;
  throw new SwitchyardError("FOLDER_NOT_FOUND", `There is no folder ${cwd}. Name one that exists.`, { cwd });
}

export function folderNotTrusted(question: {
  cwd: string;
  hash: string;
  brings: readonly unknown[];
}): SwitchyardError {
  return new SwitchyardError(
    "FOLDER_NOT_TRUSTED",
    `Starting an agent in ${question.cwd} would run what the folder brings. Look at it, then trust it.`,
    { ...question },
  );
}

/** Where the CLI cannot open its own conversation, a new one is seeded from ours. */
function conversationStart(
  deps: SessionDeps,
  record: SessionRecord,
  canResume: boolean,
): ConversationInput["start"] {
  if (record.cliSessionId !== null && canResume) return { resume: record.cliSessionId };
  if (record.turn <= 1) return "new";
  const earlier = [...deps.log.all(record.sessionId)].filter((chunk) => chunk.turn < record.turn);
  return { reseed: foldChunks(earlier) };
}
