import { join } from "node:path";
import type { Persona } from "@switchyard/core/persona";
import { readPersonaPack } from "./read-pack.ts";

/** The personas that come with Switchyard; nothing is read before this is called. */
export async function loadBuiltInPersonas(): Promise<readonly Persona[]> {
  const folder = join(import.meta.dirname, "..", "packs", "built-in");
  const pack = await readPersonaPack(folder, { layer: "built_in" });
  const [problem] = pack?.problems ?? [];
  if (pack === null || problem !== undefined) {
    throw new Error(
      `The built-in personas can't be read: ${problem?.file}:${problem?.line}: ${problem?.message}`,
    );
  }
  return pack.personas;
}
