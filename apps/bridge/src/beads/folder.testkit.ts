import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** For tests: a folder of the test's own, which goes when it ends. */
export interface TestFolder extends AsyncDisposable {
  /** Its real path. */
  readonly path: string;
  at(...parts: string[]): string;
  /** Writes files by their paths below it; one that ends in a slash is a folder. */
  put(files: Readonly<Record<string, string>>): Promise<void>;
}

export async function testFolder(files: Readonly<Record<string, string>> = {}): Promise<TestFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), "switchyard-beads-")));
  const at = (...parts: string[]): string => join(path, ...parts);
  const folder: TestFolder = {
    path,
    at,
    async put(wanted) {
      for (const [name, text] of Object.entries(wanted)) {
        const file = at(name);
        // oxlint-disable-next-line no-await-in-loop -- a later one may be below an earlier one
        await mkdir(name.endsWith("/") ? file : dirname(file), { recursive: true });
        // oxlint-disable-next-line no-await-in-loop -- as above
        if (!name.endsWith("/")) await replace(file, text);
      }
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
  await folder.put(files);
  return folder;
}

/** In one step, as the writers of these files do. */
async function replace(file: string, text: string): Promise<void> {
  await writeFile(`${file}.tmp`, text);
  await rename(`${file}.tmp`, file);
}
