import type { AgentEvent, AgentImage } from "@switchyard/core/backend";
import { MAX_ATTACHMENT, type SessionId, type StoredImage } from "@switchyard/core/protocol";
import type { Log, NewChunk } from "../log/log.ts";

type Shown = Extract<AgentEvent, { type: "agent_message" | "tool_call_update" }>;

/** An event as a chunk: its pictures are put into the store, and what cannot be is told in words. */
export function withStoredImages(
  log: Pick<Log, "blobs" | "hasRoom">,
  sessionId: SessionId,
  event: Exclude<NewChunk, Pick<Shown, "type">> | Shown,
): NewChunk {
  if (event.type !== "agent_message" && event.type !== "tool_call_update") return event;
  const { images: shown = [], ...rest } = event;
  if (shown.length === 0) return rest;
  const images: StoredImage[] = [];
  const leftOut: string[] = [];
  for (const image of shown) {
    const fault = images.length < MAX_IMAGES ? whyNot(log, image) : "too many";
    if (fault === null) images.push(store(log, sessionId, image));
    else leftOut.push(`[image, ${fault}]`);
  }
  const told = (text: string): string => [text, ...leftOut].filter((part) => part !== "").join("\n");
  const output = "output" in rest && rest.output !== undefined ? { output: told(rest.output) } : {};
  return { ...rest, content: told(rest.content), ...output, ...(images.length === 0 ? {} : { images }) };
}

/** Why a picture is not kept, in a word or two; null: it is. */
function whyNot(log: Pick<Log, "hasRoom">, { data, mediaType }: AgentImage): string | null {
  if (bytesOf(data) > MAX_ATTACHMENT) return `${Math.round(bytesOf(data) / 1024 / 1024)} MB`;
  if (!/^image\/[\w.+-]+$/.test(mediaType) || !BASE64.test(data)) return "unreadable";
  return log.hasRoom() ? null : "no room to keep it";
}

function store(log: Pick<Log, "blobs">, sessionId: SessionId, { data, mediaType }: AgentImage): StoredImage {
  return { blobId: log.blobs.put(sessionId, data), mediaType, bytes: bytesOf(data) };
}

function bytesOf(base64: string): number {
  return Math.floor((base64.length * 3) / 4) - (/=*$/.exec(base64.slice(-2))?.[0].length ?? 0);
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Of one chunk. */
const MAX_IMAGES = 20;
