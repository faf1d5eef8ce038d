/** The first ones of a list, as many as go in one frame of 1 MiB with what is around them. */
export function asManyAsFit<T>(items: readonly T[], mostBytes = MOST_BYTES): T[] {
  let left = mostBytes;
  const end = items.findIndex((item) => {
    left -= Buffer.byteLength(JSON.stringify(item)) + 1;
    return left < 0;
  });
  return end === -1 ? [...items] : items.slice(0, end);
}

const MOST_BYTES = 1_000_000;
