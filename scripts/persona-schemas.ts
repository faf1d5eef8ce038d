import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { personaSchemas } from "@switchyard/personas";
import { format } from "oxfmt";
import { ROOT } from "./run.ts";
import type { Finding } from "./source-files.ts";

/** The JSON Schemas that authors use come from what the loader takes; this tells where the two differ. */
export async function personaSchemaFindings(root: string): Promise<Finding[]> {
  const message = "not what the loader takes: node scripts/persona-schemas.ts writes it anew.";
  const stale = [...(await schemaFiles())].filter(([path, text]) => read(join(root, path)) !== text);
  return stale.map(([path]) => ({ path, line: 1, rule: "generated", message }));
}

/** Their texts, by their paths in the repository. */
async function schemaFiles(): Promise<ReadonlyMap<string, string>> {
  const files = Object.entries(personaSchemas()).map(async ([name, schema]) => {
    const path = `packages/personas/schemas/${name}`;
    const { code } = await format(path, JSON.stringify(schema, null, 2), { printWidth: 110 });
    return [path, code] as const;
  });
  return new Map(await Promise.all(files));
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

if (import.meta.main) {
  for (const [path, text] of await schemaFiles()) {
    mkdirSync(dirname(join(ROOT, path)), { recursive: true });
    writeFileSync(join(ROOT, path), text);
  }
}
