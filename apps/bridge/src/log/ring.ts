/** A chunk as it goes over the wire. */
export interface SerialisedChunk {
  readonly seq: number;
  readonly json: string;
  /** Of `json`, in UTF-8. */
  readonly bytes: number;
}

export interface ReadLimits {
  readonly maxChunks: number;
  /** One chunk is given however long it is. */
  readonly maxBytes: number;
}

/** The newest chunks of one session, consecutive, for cursors that have caught up. */
export interface Ring {
  push(chunk: SerialisedChunk): void;
  /** From `afterSeq` on up to `lastSeq`; undefined where it does not reach back so far. */
  read(afterSeq: number, lastSeq: number, limits: ReadLimits): SerialisedChunk[] | undefined;
}

export function makeRing(): Ring {
  let chunks: SerialisedChunk[] = [];
  /** Where the oldest kept one stands; what is before it goes when there is enough of it. */
  let start = 0;
  let bytes = 0;
  /** Of what stands before `start`: long chunks must not wait until there are many. */
  let dropped = 0;

  return {
    push(chunk) {
      chunks.push(chunk);
      bytes += chunk.bytes;
      while (chunks.length - start > MAX_CHUNKS || bytes > MAX_BYTES) {
        const gone = chunks[start]?.bytes ?? 0;
        bytes -= gone;
        dropped += gone;
        start += 1;
      }
      if (start < MAX_CHUNKS && dropped < MAX_BYTES) return;
      chunks = chunks.slice(start);
      start = 0;
      dropped = 0;
    },
    read(afterSeq, lastSeq, limits) {
      const first = chunks[start];
      if (first === undefined || afterSeq + 1 < first.seq) return undefined;
      const from = start + afterSeq + 1 - first.seq;
      const to = Math.max(from, start + lastSeq + 1 - first.seq);
      return takeWithin(chunks.slice(from, Math.min(to, from + limits.maxChunks)), limits.maxBytes);
    },
  };
}

function takeWithin(chunks: SerialisedChunk[], maxBytes: number): SerialisedChunk[] {
  let bytes = 0;
  const end = chunks.findIndex((chunk, at) => (bytes += chunk.bytes) > maxBytes && at > 0);
  return end === -1 ? chunks : chunks.slice(0, end);
}

const MAX_CHUNKS = 1_024;
const MAX_BYTES = 1024 * 1024;
