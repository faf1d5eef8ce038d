import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export interface TestFolder extends AsyncDisposable {
  /** By its real path; it is named "acme". */
  readonly path: string;
  /** Null takes a file away. */
  write(files: Readonly<Record<string, string | Uint8Array | null>>): Promise<void>;
}

/** A folder with these files, by their paths. */
export async function makeFolder(
  files: Readonly<Record<string, string | Uint8Array | null>>,
): Promise<TestFolder> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "switchyard-personas-")));
  const path = join(root, "acme");
  await mkdir(path);

  async function write(all: typeof files): Promise<void> {
    for (const [name, text] of Object.entries(all)) {
      const file = join(path, name);
      if (text === null) {
        await rm(file, { force: true });
        continue;
      }
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }

  await write(files);
  return { path, write, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}
