import { realpath } from "node:fs/promises";
import { basename } from "node:path";
import type { Backend, ToldConversation } from "@switchyard/core/backend";
import type { Persona } from "@switchyard/core/persona";
import { type ProjectId, type SessionId, SwitchyardError } from "@switchyard/core/protocol";
import type { Log } from "../log/log.ts";
import { needFolder } from "../session/launch.ts";
import { type PluginOf, provenanceOf } from "../session/provenance.ts";
import { newRecord, type SessionRecord } from "../session/record.ts";
import type { Session } from "../session/session-face.ts";
import type { ConversationCatalogue, FoundConversation } from "./catalogue.ts";
import { readLines } from "./read-file.ts";
import { writeHistory } from "./write-history.ts";

export interface TakeOverOptions {
  log: Log;
  catalogue: ConversationCatalogue;
  /** @throws {SwitchyardError} CLI_NOT_FOUND, BACKEND_UNAVAILABLE */
  locate: (backend: Backend) => Promise<unknown>;
  adopt: (record: SessionRecord) => Session;
  /** The persona of what was told its own words by its user: the one without any. */
  plainAgent: () => Promise<Persona>;
  pluginOf: PluginOf;
  /** The project that a folder belongs to; null: none. */
  projectAt: (cwd: string) => ProjectId | null;
}

/**
 * Makes a session of a conversation, with what was said in it as its history. Nothing is started, and
 * nothing is written to the CLI's file.
 * @throws {SwitchyardError} as `takeOverConversation` in the method table
 */
export async function takeOver(
  options: TakeOverOptions,
  backend: Backend,
  cliSessionId: string,
): Promise<SessionId> {
  const { conversations } = backend;
  if (conversations === undefined) {
    throw new SwitchyardError(
      "NOT_SUPPORTED",
      `No conversations of ${backend.displayName} can be taken over.`,
    );
  }
  const found = await find(options.catalogue, backend, cliSessionId);
  const cwd = await folderOf(found);
  await options.locate(backend);
  const told = await read(found, conversations.reader());
  const persona = await options.plainAgent();
  const { backendId } = found;
  const made = { backendId, plugin: options.pluginOf(backendId), model: told.model };
  const record = recordOf(found, {
    cwd,
    projectId: options.projectAt(cwd),
    persona: persona.id,
    modelInUse: told.model,
    provenance: provenanceOf(persona, made),
  });
  await writeHistory(options.log, record, told);
  options.adopt(record);
  return record.sessionId;
}

async function find(
  catalogue: ConversationCatalogue,
  backend: Backend,
  cliSessionId: string,
): Promise<FoundConversation> {
  const fits = (each: FoundConversation): boolean => each.cliSessionId === cliSessionId;
  const [found] = await catalogue.list([backend], { fits, limit: 1 });
  if (found !== undefined) return found;
  const message = `${backend.displayName} has no such conversation any more. List them again.`;
  throw new SwitchyardError("REQUEST_NOT_FOUND", message, { cliSessionId });
}

async function folderOf({ cwd }: FoundConversation): Promise<string> {
  if (cwd === null) {
    const message = "Its file does not tell the folder that it was held in, so it cannot be gone on with.";
    throw new SwitchyardError("FOLDER_NOT_FOUND", message);
  }
  await needFolder(cwd);
  return realpath(cwd);
}

async function read(
  { file }: FoundConversation,
  reader: Parameters<typeof readLines>[1],
): Promise<ToldConversation> {
  if (file.bytes > MAX_BYTES) {
    const message = `It is longer than ${MAX_BYTES / MIB} MiB. Go on with it in the terminal, or begin a new one.`;
    throw new SwitchyardError("TOO_LARGE", message, { bytes: file.bytes });
  }
  try {
    await readLines(file.path, reader);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new SwitchyardError("REQUEST_NOT_FOUND", `Its file cannot be read (${code}). List them again.`);
  }
  return reader.end();
}

const MIB = 1024 * 1024;
const MAX_BYTES = 64 * MIB;

function recordOf(
  { backendId, cliSessionId, title }: FoundConversation,
  own: Pick<SessionRecord, "cwd" | "projectId" | "persona" | "modelInUse" | "provenance">,
): SessionRecord {
  return newRecord({
    backendId,
    ...own,
    isIncomplete: true,
    title: title || basename(own.cwd),
    cliSessionId,
  });
}
