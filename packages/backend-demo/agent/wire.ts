import type { Writable } from "node:stream";

/** The agent's side of the pipes: what the SDK speaks over, and a way past it for lines that no SDK writes. */
export interface Wire {
  readonly input: ReadableStream<Uint8Array>;
  readonly output: WritableStream<Uint8Array>;
  /** Writes a text between two messages; resolves when the pipe has taken it. */
  writeRaw(text: string): Promise<void>;
  writeError(text: string): Promise<void>;
}

/** This process's own pipes. */
export function openWire({ stdin, stdout, stderr }: NodeJS.Process): Wire {
  // Nobody reads any more: the end of stdin tells the same.
  stdout.on("error", () => {});
  stderr.on("error", () => {});
  const input = new ReadableStream<Uint8Array>({
    start(controller) {
      stdin.on("data", (bytes: Buffer) => controller.enqueue(bytes));
      stdin.once("end", () => controller.close());
      stdin.once("error", () => controller.close());
    },
  });
  const output = new WritableStream<Uint8Array>({ write: (bytes) => written(stdout, bytes) });
  return {
    input,
    output,
    writeRaw: (text) => written(stdout, text),
    writeError: (text) => written(stderr, text),
  };
}

function written(to: Writable, data: Uint8Array | string): Promise<void> {
  return new Promise((resolve, reject) => {
    to.write(data, (error) => (error ? reject(error) : resolve()));
  });
}
