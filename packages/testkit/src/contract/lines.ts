import type { Readable } from "node:stream";

/** Tells each line, split at \n alone: Node's readline also breaks at U+2028, which JSON may contain. */
export function splitLines(stream: Readable, onLine: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const bare = line.endsWith("\r") ? line.slice(0, -1) : line;
      if (bare !== "") onLine(bare);
    }
  });
}
