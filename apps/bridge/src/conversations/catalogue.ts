import { homedir } from "node:os";
import { join } from "node:path";
import type { Backend, ConversationFiles, ConversationOutline, FileEnds } from "@switchyard/core/backend";
import { type BackendId, SwitchyardError } from "@switchyard/core/protocol";
import { findFiles, type FoundFile } from "./find-files.ts";
import { inParallel } from "./in-parallel.ts";
import { readEnds, readShort } from "./read-file.ts";

/** What the CLIs keep of conversations in files of their own, which are only ever read. */
export interface ConversationCatalogue {
  /** Those that fit, the newest first, and no more than so many. */
  list(backends: readonly Backend[], query: ConversationQuery): Promise<FoundConversation[]>;
}

export interface ConversationQuery {
  readonly fits: (conversation: FoundConversation) => boolean;
  readonly limit: number;
}

export interface FoundConversation extends ConversationOutline {
  readonly backendId: BackendId;
  readonly file: FoundFile;
}

/** @param environment what the agents are given: it says where their CLIs keep their files */
export function makeConversationCatalogue(environment: () => Record<string, string>): ConversationCatalogue {
  const outlines = makeOutlines();

  async function filesOf(backend: Backend): Promise<Source[]> {
    const { conversations } = backend;
    if (conversations === undefined) return [];
    const env = environment();
    const folder = conversations.where({ env, home: env["HOME"] ?? env["USERPROFILE"] ?? homedir() });
    const { cwdFile } = folder;
    const found = await findFiles(folder);
    return found.map((file) => ({ backendId: backend.id, conversations, cwdFile, file }));
  }

  return {
    async list(backends, { fits, limit }) {
      const sources = (
        await Promise.all(backends.map((backend) => filesOf(backend).catch(skipPlugin)))
      ).flat();
      const newestFirst = sources.toSorted((a, b) => b.file.mtimeMs - a.file.mtimeMs);
      const listed = new Map<string, FoundConversation>();
      for (let from = 0; from < newestFirst.length && listed.size < limit; from += BATCH) {
        const batch = newestFirst.slice(from, from + BATCH);
        for (const conversation of await inParallel(batch, (source) => outlines.of(source))) {
          if (conversation === null) continue;
          const key = `${conversation.backendId} ${conversation.cliSessionId}`;
          if (!listed.has(key) && fits(conversation)) listed.set(key, conversation);
        }
      }
      return [...listed.values()].slice(0, limit);
    },
  };
}

/** A plug-in that fails leaves the conversations of the others as they are. */
function skipPlugin(error: unknown): [] {
  if (error instanceof SwitchyardError) return [];
  throw error;
}

/** Of files that are read at a time; the rest need not be read where these are enough. */
const BATCH = 64;

interface Source {
  readonly backendId: BackendId;
  readonly conversations: ConversationFiles;
  readonly cwdFile: string | undefined;
  readonly file: FoundFile;
}

/** Keeps what was read of each file until it changes. */
function makeOutlines() {
  const known = new Map<string, { file: FoundFile; outline: FoundConversation | null }>();

  async function read({
    backendId,
    conversations,
    cwdFile,
    file,
  }: Source): Promise<FoundConversation | null> {
    const ends = await readEnds(file.path);
    if (ends === null) return null;
    const cwd = cwdFile === undefined ? null : await readShort(join(file.folder, cwdFile));
    const outline = outlineOf(conversations, { ...ends, name: file.name, cwd });
    return outline === null ? null : { ...outline, backendId, file };
  }

  return {
    async of(source: Source): Promise<FoundConversation | null> {
      const { path, mtimeMs, bytes } = source.file;
      const before = known.get(path);
      if (before?.file.mtimeMs === mtimeMs && before.file.bytes === bytes) return before.outline;
      const outline = await read(source);
      known.delete(path);
      known.set(path, { file: source.file, outline });
      if (known.size > MAX_KNOWN) known.delete(known.keys().next().value ?? "");
      return outline;
    },
  };
}

function outlineOf(conversations: ConversationFiles, ends: FileEnds): ConversationOutline | null {
  try {
    return conversations.outline(ends);
  } catch (error) {
    if (error instanceof SwitchyardError) return null;
    throw error;
  }
}

const MAX_KNOWN = 20_000;
