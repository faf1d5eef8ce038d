import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { join as joined } from "node:path/posix";
import { fileURLToPath } from "node:url";

const SOURCES = fileURLToPath(new URL(".", import.meta.url));
const CACHE = fileURLToPath(new URL("../../../../node_modules/.cache/fake-bd", import.meta.url));

/**
 * The program as one file: tests call it thousands of times, and half of such a call goes into finding some forty
 * modules. It is kept until a source changes.
 */
export async function linked(entry: string): Promise<string> {
  const sources = await readSources();
  const hash = createHash("sha1")
    .update(JSON.stringify([...sources, process.version]))
    .digest("hex");
  const file = join(CACHE, `${entry.replaceAll("/", "-")}-${hash.slice(0, 12)}.cjs`);
  if (existsSync(file)) return file;
  await mkdir(CACHE, { recursive: true });
  // Others may make the same at the same time.
  const beside = `${file}.${randomUUID()}.tmp`;
  await writeFile(beside, link(entry, sources));
  await rename(beside, file);
  return file;
}

/** By their paths from here: "program/run.ts". */
async function readSources(): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(SOURCES, { recursive: true })).filter((name) => /^[^.]+\.ts$/.test(name));
  const read = names
    .toSorted()
    .map(async (name) => [name, await readFile(join(SOURCES, name), "utf8")] as const);
  return new Map(await Promise.all(read));
}

/** Each module is a function that is called after those that it imports; only the entry's may wait. */
function link(entry: string, sources: ReadonlyMap<string, string>): string {
  const done = new Set<string>();
  const parts: string[] = [`"use strict";\nconst modules = {};`];
  const add = (name: string): void => {
    if (done.has(name)) return;
    done.add(name);
    const { imports, exports, body } = scoped(name, sources.get(name) ?? "");
    for (const each of imports) add(each);
    if (name === entry) parts.push(`(async () => {\n${body}\n})();`);
    else
      parts.push(
        `modules[${JSON.stringify(name)}] = (() => {\n${body}\nreturn { ${exports.join(", ")} };\n})();`,
      );
  };
  add(entry);
  return parts.join("\n");
}

interface Scoped {
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  readonly body: string;
}

/** Knows the two forms of import and the one of export that the program's sources have. */
function scoped(name: string, source: string): Scoped {
  const imports: string[] = [];
  const exports: string[] = [];
  const body = stripTypeScriptTypes(source)
    .replaceAll(/^import \{([^}]*)\} from "([^"]+)";/gm, (_, names: string, from: string) => {
      const bound = names.replaceAll(" as ", ": ");
      if (from.startsWith("node:")) return `const {${bound}} = process.getBuiltinModule("${from}");`;
      const path = joined(name, "..", from);
      imports.push(path);
      return `const {${bound}} = modules[${JSON.stringify(path)}];`;
    })
    .replaceAll(
      /^export ((?:async function|function|const|class) (\w+))/gm,
      (_, rest: string, own: string) => {
        exports.push(own);
        return rest;
      },
    );
  const unknown = /^(?:import|export)\b.*$/m.exec(body)?.[0];
  if (unknown !== undefined) throw new Error(`${name} cannot be linked: ${unknown}`);
  return { imports, exports, body };
}
