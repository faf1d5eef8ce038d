import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { AgentChunk, type SessionId } from "@switchyard/core/protocol";
import { type RecordingClient, seenChunk } from "@switchyard/testkit/bridge";
import { z } from "zod";
import type { LogHistory, ProcessHistory } from "./checker/histories.ts";
import type { JournalEntry } from "./cli/journal.ts";

/** All that is stored of a session, as the bridge tells it, with the messages that wait. */
export async function readLog(client: RecordingClient, sessionId: SessionId): Promise<LogHistory> {
  const raw: unknown[] = [];
  const { logId } = Page.parse(await client.raw("getSessionHistory", { sessionId, limit: 1 }));
  for (let afterSeq = 0; ;) {
    const page = Page.parse(await client.raw("getSessionHistory", { sessionId, afterSeq }));
    if (page.chunks.length === 0) break;
    raw.push(...page.chunks);
    afterSeq = page.lastSeq;
  }
  const chunks = raw.map((chunk) => AgentChunk.parse(chunk));
  const { queue } = await client.call("listQueuedMessages", { sessionId });
  return {
    sessionId,
    logId,
    chunks: await Promise.all(chunks.map((chunk) => whole(client, chunk))),
    seen: raw.map((chunk, index) => seenChunk(chunks[index]?.seq ?? 0, chunk)),
    queue: queue.map(({ messageId }) => messageId),
  };
}

const Page = z.object({
  chunks: z.array(z.unknown()),
  lastSeq: z.number(),
  logId: z.custom<LogHistory["logId"]>((value) => typeof value === "string"),
});

/** With the whole of a text that was cut. */
async function whole(client: RecordingClient, chunk: AgentChunk): Promise<AgentChunk> {
  if (chunk.truncated === undefined || chunk.type !== "agent_message") return chunk;
  const { blobId } = chunk.truncated;
  const parts: string[] = [];
  for (let offset: number | undefined = 0; offset !== undefined;) {
    const part: { content: string; nextOffset?: number | undefined } = await client.call("readBlob", {
      blobId,
      offset,
    });
    parts.push(part.content);
    offset = part.nextOffset;
  }
  return { ...chunk, content: parts.join("") };
}

/** What each process of the chaos CLI wrote down, in the order of their start as far as files tell. */
export async function readJournals(folder: string): Promise<ProcessHistory[]> {
  const files = await readdir(folder);
  return Promise.all(
    files.map(async (file) => {
      const lines = (await readFile(join(folder, file), "utf8")).split("\n");
      // A line that was cut by a kill was never finished.
      return { key: file.slice(0, 8), entries: lines.slice(0, -1).map(parseEntry) };
    }),
  );
}

function parseEntry(line: string): JournalEntry {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own file, a line that the chaos CLI has just written
  return JSON.parse(line) as JournalEntry;
}
