import { open, readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { isDatabase } from "./find-beads.ts";

/** By whom a tracker's folder is kept, told by its files. */
export interface WorkspaceKind {
  /**
   * `sqlite`: an old `bd`, or its way of doing without a database; `dolt`: `bd` from 0.50, which keeps the JSONL file
   * seldom or not; `br`: beads_rust, in a database that only it should open; `file`: the JSONL file is all there is.
   */
  readonly keeper: "sqlite" | "dolt" | "br" | "file";
  /** Whether a server keeps the beads: then files tell of no change. */
  readonly isServer: boolean;
}

export async function workspaceKind(beadsDir: string, jsonl: string | null): Promise<WorkspaceKind> {
  const names = await readdir(beadsDir).catch((): string[] => []);
  const { backend, dolt_mode } = await readMetadata(beadsDir);
  const isDolt = names.some((name) => name === "dolt" || name === "embeddeddolt");
  const isElsewhere = backend !== undefined && backend !== "sqlite";
  if (isDolt || isElsewhere) {
    const isServer = isServed(backend, dolt_mode) ?? !names.includes("embeddeddolt");
    return { keeper: "dolt", isServer };
  }
  const isOfBr = names.includes(".write.lock") || (jsonl !== null && (await isWrittenByBr(jsonl)));
  if (isOfBr) return { keeper: "br", isServer: false };
  const isOpened = names.some(isDatabase) || (await needsNoDatabase(beadsDir));
  return { keeper: isOpened ? "sqlite" : "file", isServer: false };
}

/** Undefined: the metadata does not say. */
function isServed(backend: string | undefined, mode: string | undefined): boolean | undefined {
  if (mode !== undefined) return mode !== "embedded";
  return backend === undefined || backend === "dolt" ? undefined : true;
}

async function needsNoDatabase(beadsDir: string): Promise<boolean> {
  const text = await readFile(join(beadsDir, "config.yaml"), "utf8").catch(() => "");
  return /^no-db:[ \t]*["']?true["']?[ \t]*(?:#.*)?$/m.test(text);
}

async function readMetadata(beadsDir: string): Promise<z.infer<typeof Metadata>> {
  const text = await readFile(join(beadsDir, "metadata.json"), "utf8").catch(() => "");
  try {
    return Metadata.parse(JSON.parse(text));
  } catch {
    return {};
  }
}

/** Of a field that is not a text nothing is known. */
const Metadata = z.object({
  backend: z.string().optional().catch(undefined),
  dolt_mode: z.string().optional().catch(undefined),
});

/** It names the repository in every line, which `bd` does not know. */
async function isWrittenByBr(jsonl: string): Promise<boolean> {
  const file = await open(jsonl, "r").catch(() => null);
  if (file === null) return false;
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(FIRST_BYTES), position: 0 });
    const [line = ""] = buffer.toString("utf8", 0, bytesRead).split("\n");
    return /"source_repo"\s*:/.test(line);
  } catch {
    return false;
  } finally {
    await file.close();
  }
}

const FIRST_BYTES = 64 * 1024;
