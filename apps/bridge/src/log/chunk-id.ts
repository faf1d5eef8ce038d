/** The key of a chunk's row: the chunks of a session, which has a number, lie side by side in their order. */
export function chunkId(number: number, seq: number): number {
  return number * SEQS + seq;
}

export function seqOf(id: number): number {
  return id % SEQS;
}

export function numberOf(id: number): number {
  return Math.floor(id / SEQS);
}

/** Both ends included: all ids of a session, also that before its first chunk. */
export function idsOf(number: number): [first: number, last: number] {
  return [chunkId(number, 0), chunkId(number, SEQS - 1)];
}

export const SEQS = 2 ** 32;
