import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Interface } from "node:readline";
import { type ModelApi, startModelApi } from "@switchyard/testkit/model-api";

/** A folder of its own, and a model API that what runs in it talks to. */
export interface Place extends AsyncDisposable {
  api: ModelApi;
  folder: string;
}

export async function makePlace(): Promise<Place> {
  const api = await startModelApi();
  const folder = await mkdtemp(join(tmpdir(), "switchyard-bench-"));
  return {
    api,
    folder,
    async [Symbol.asyncDispose]() {
      await api[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The next line that holds a text. */
export function lineWith(lines: Interface, part: string): Promise<string> {
  return new Promise((resolve) => {
    const look = (line: string): void => {
      if (!line.includes(part)) return;
      lines.off("line", look);
      resolve(line);
    };
    lines.on("line", look);
  });
}
