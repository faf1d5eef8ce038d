import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { z } from "zod";
import { newConversation, type Conversation } from "./conversation.ts";

/** Keeps conversations on disk, one file each, readable for their owner alone. */
export interface ConversationStore {
  readonly folder: string;
  /** Writes all of it; throws what the file system says. */
  keep(conversation: Conversation): Promise<void>;
  /** What was kept under an id; undefined where that is nothing readable. */
  find(id: string, cwd: string): Promise<Conversation | undefined>;
}

/** A store below the user's state folder: `$XDG_STATE_HOME/switchyard-demo` or `~/.local/state/switchyard-demo`. */
export function conversationStore(env: NodeJS.ProcessEnv): ConversationStore {
  const stateHome = env["XDG_STATE_HOME"] ?? "";
  const folder = join(
    isAbsolute(stateHome) ? stateHome : join(homedir(), ".local", "state"),
    "switchyard-demo",
  );
  return {
    folder,
    keep: (conversation) => keep(folder, conversation),
    find: (id, cwd) => find(folder, id, cwd),
  };
}

async function keep(folder: string, conversation: Conversation): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const path = join(folder, `${conversation.id}.json`);
  const { id, awaitsAnswer, pace, costUsd, exchanges } = conversation;
  const newest = exchanges.slice(-MOST_KEPT).map(cut);
  const kept: KeptConversation = { id, awaitsAnswer, pace, costUsd, exchanges: newest };
  // A reader sees the one before or this one, never a part.
  await writeFile(`${path}.${process.pid}`, JSON.stringify(kept), { mode: 0o600 });
  await rename(`${path}.${process.pid}`, path);
}

/** The newest turns that a conversation keeps, and the most characters of a text. */
const MOST_KEPT = 200;
const LONGEST_KEPT = 256 * 1024;

function cut({ prompt, answer }: Kept): Kept {
  return { prompt: prompt.slice(0, LONGEST_KEPT), answer: answer.slice(0, LONGEST_KEPT) };
}

async function find(folder: string, id: string, cwd: string): Promise<Conversation | undefined> {
  // An id becomes a file's name: nothing else than a UUID may.
  if (!z.uuid().safeParse(id).success) return undefined;
  const text = await readFile(join(folder, `${id}.json`), "utf8").catch(() => "");
  const kept = KeptConversation.safeParse(parseJson(text)).data;
  return kept === undefined ? undefined : { ...newConversation(id, cwd), ...kept };
}

const Kept = z.object({ prompt: z.string(), answer: z.string() });
type Kept = z.infer<typeof Kept>;

const KeptConversation = z.object({
  id: z.uuid(),
  awaitsAnswer: z.boolean(),
  pace: z.number(),
  costUsd: z.number().nonnegative().default(0),
  exchanges: z.array(Kept),
});
type KeptConversation = z.infer<typeof KeptConversation>;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
