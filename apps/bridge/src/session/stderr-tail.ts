/** The newest lines of a stream, up to a size, so that a page that comes later sees what was said. */
export interface StderrTail {
  push(line: string): void;
  lines(): readonly string[];
}

/** @param maxBytes counted in UTF-16 units, which for log lines is close enough to bytes */
export function makeStderrTail(maxBytes = 64 * 1024): StderrTail {
  const kept: string[] = [];
  let size = 0;
  return {
    push(line) {
      kept.push(line);
      size += line.length;
      while (size > maxBytes && kept.length > 1) size -= kept.shift()?.length ?? 0;
    },
    lines: () => kept,
  };
}
