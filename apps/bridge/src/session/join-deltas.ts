import type { NewChunk } from "../log/log.ts";

/** Joins adjacent deltas of one message, so that what was read together is stored and sent as one. */
export function joinDeltas(bodies: readonly NewChunk[]): NewChunk[] {
  const joined: NewChunk[] = [];
  let run: { first: NewChunk; parts: string[] } | undefined;

  function close(): void {
    if (run !== undefined) joined.push({ ...run.first, content: run.parts.join("") });
    run = undefined;
  }

  for (const body of bodies) {
    if (run !== undefined && isSameMessage(run.first, body)) {
      run.parts.push(body.content);
      continue;
    }
    close();
    run = { first: body, parts: [body.content] };
  }
  close();
  return joined;
}

function isSameMessage(first: NewChunk, next: NewChunk): boolean {
  if (first.type !== "agent_message" && first.type !== "agent_thought") return false;
  if (hasImages(first) || hasImages(next)) return false;
  return next.type === first.type && next.messageKey === first.messageKey;
}

/** A picture stands where it was shown. */
function hasImages(body: NewChunk): boolean {
  return body.type === "agent_message" && body.images !== undefined;
}
