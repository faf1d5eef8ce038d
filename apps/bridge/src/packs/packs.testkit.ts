import { mkdir, mkdtempDisposable, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openPackStore, type PackStoreOptions } from "./open-pack-store.ts";
import type { PackStore } from "./pack-store.ts";

/** Texts by their paths. */
export type Files = Readonly<Record<string, string>>;

/** A home with a data folder, and packs that can be installed in it. */
export interface PackYard extends AsyncDisposable {
  readonly home: string;
  readonly dataFolder: string;
  /** Writes a folder in the home; gives its path. Files with the value null are removed. */
  folder(name: string, files: Files): Promise<string>;
  /** Opens the packs as another process does; closed with the yard. */
  open(options?: Partial<PackStoreOptions>): Promise<PackStore>;
  /** Everything in the data folder, but for what is open. */
  left(): Promise<string[]>;
}

export async function packYard(): Promise<PackYard> {
  const made = await mkdtempDisposable(join(tmpdir(), "packs-"));
  const home = made.path;
  const dataFolder = join(home, "data");
  await mkdir(dataFolder);
  const stores: PackStore[] = [];
  return {
    home,
    dataFolder,
    async folder(name, files) {
      const folder = join(home, name);
      await writeAll(folder, files);
      return folder;
    },
    async open(options = {}) {
      const store = await openPackStore({
        dataFolder,
        env: { HOME: home, PATH: process.env["PATH"] },
        ownRoots: [],
        ...options,
      });
      stores.push(store);
      return store;
    },
    left: async () => (await readdir(dataFolder, { recursive: true })).toSorted(),
    async [Symbol.asyncDispose]() {
      await Promise.all(stores.map((store) => store.close()));
      await made[Symbol.asyncDispose]();
    },
  };
}

export async function writeAll(folder: string, files: Files): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** A pack of personas with one persona. */
export function personaPack({ name = "acme-personas", version = "1.0.0", chat = "You review." } = {}): Files {
  return {
    "pack.yaml": [
      `name: "${name}"`,
      `version: ${version}`,
      "displayName: Acme",
      "description: Personas of Acme",
      "license: MIT",
      "personas: [reviewer]",
      "",
    ].join("\n"),
    "reviewer/persona.md": [
      "---",
      "id: reviewer",
      "displayName: Reviewer",
      "description: Reads changes",
      "icon: eye",
      "tasks: [chat]",
      "beadTypes: [task]",
      "---",
      "",
    ].join("\n"),
    "reviewer/chat.md": `${chat}\n`,
  };
}

/** The package of a backend, whose code throws where it is run. */
export function backendPackage(more: object = {}): Files {
  const manifest = { name: "acme-backend", version: "1.0.0", keywords: ["switchyard-backend"], ...more };
  return {
    "package.json": JSON.stringify(manifest, null, 2),
    "index.js": 'throw new Error("it was run");\n',
  };
}
