import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyTrash, moveToTrash, trashIn } from "./trash.ts";

test.skipIf(process.getuid?.() === 0)(
  "folders that may not be written to are removed all the same",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "switchyard-trash-"));
    const path = join(folder, "work");
    await mkdir(join(path, "cache/deep"), { recursive: true });
    await writeFile(join(path, "cache/deep/x"), "x");
    await chmod(join(path, "cache/deep"), 0o555);
    await chmod(join(path, "cache"), 0o555);
    const trash = await moveToTrash(path, folder);
    expect(await trashIn(folder)).toEqual([trash]);
    await emptyTrash(trash);
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  },
);
