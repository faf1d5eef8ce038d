import { lstat, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { ReadAs } from "@switchyard/personas";
import type { InstalledPack, PackStore } from "../packs/pack-store.ts";

/** A folder that personas are read from. */
export interface PersonaSource {
  readonly folder: string;
  readonly as: ReadAs & { readonly source: string };
  /** Null: it is no pack that was installed. */
  readonly pack: InstalledPack | null;
}

/** Where a session is to work. */
export interface PersonaPlace {
  readonly cwd: string;
  readonly project: { readonly path: string } | null;
}

export interface SourceOptions {
  readonly dataFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Of two that have a persona of one id, the first that was installed counts. */
  readonly packs: Pick<PackStore, "list" | "isAsAccepted">;
}

/** The folders of a place, the first that counts first; a folder that is reached twice is there once. */
export async function sourcesFor(
  options: SourceOptions,
  place: PersonaPlace | undefined,
): Promise<PersonaSource[]> {
  const users = userSources(options);
  const projects = place === undefined ? [] : projectSources(await rootsOf(place));
  // In the home folder the user's own are the user's.
  const own = new Set(await Promise.all(users.map(({ folder }) => realOf(folder))));
  const real = await Promise.all(projects.map(({ folder }) => realOf(folder)));
  return [...projects.filter((_, at) => !own.has(real[at] ?? "")), ...users, ...packSources(options)];
}

/** How a folder is read where it is one of these, whichever project it belongs to; elsewhere as a pack is. */
export async function waysIn(
  folder: string,
  options: Pick<SourceOptions, "dataFolder" | "env">,
): Promise<Pick<ReadAs, "headless" | "followsLinks">> {
  const users = userSources(options);
  const real = await Promise.all(users.map((each) => realOf(each.folder)));
  const own = users[real.indexOf(await realOf(folder))];
  if (own !== undefined) return { headless: own.as.headless, followsLinks: own.as.followsLinks };
  const [, headless = "ignored"] = FOLDERS.find(([path]) => folder.endsWith(join(sep, path))) ?? [];
  return { headless };
}

/** A project's root; else the folder, and those above it as far as its repository goes. */
async function rootsOf({ cwd, project }: PersonaPlace): Promise<string[]> {
  if (project !== null) return [project.path];
  const folder = await realOf(resolve(cwd));
  const roots: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    roots.push(at);
    // oxlint-disable-next-line no-await-in-loop -- upwards until the first that has it
    if (await isThere(join(at, ".git"))) return roots;
    if (dirname(at) === at) return [folder];
  }
}

const FOLDERS: readonly (readonly [path: string, headless: ReadAs["headless"]])[] = [
  [".switchyard/personas", "problem"],
  [".agent/templates/personas", "persona"],
  [".claude/agents", "ignored"],
];

function projectSources(roots: readonly string[]): PersonaSource[] {
  const [nearest = ""] = roots;
  return roots.flatMap((root) =>
    FOLDERS.map(([path, headless = "ignored"]) => {
      const folder = join(root, path);
      const source = relative(nearest, folder).replaceAll(sep, "/");
      return { folder, as: { layer: "project", source, headless }, pack: null };
    }),
  );
}

/** The folders that are the user's own, the first that counts first. */
export function userSources({ env, dataFolder }: Pick<SourceOptions, "dataFolder" | "env">) {
  const home = env["HOME"] || homedir();
  const ours = join(dataFolder, "personas");
  const agents = join(env["CLAUDE_CONFIG_DIR"] || join(home, ".claude"), "agents");
  // Many keep theirs elsewhere and link them here.
  const own = (folder: string) =>
    ({ layer: "user", source: withTilde(folder, home), followsLinks: true }) as const;
  return [
    { folder: ours, as: { ...own(ours), headless: "problem" }, pack: null },
    { folder: agents, as: { ...own(agents), headless: "ignored" }, pack: null },
  ] as const;
}

function withTilde(path: string, home: string): string {
  return path.startsWith(`${home}${sep}`) ? `~${path.slice(home.length)}` : path;
}

function packSources({ packs }: SourceOptions): PersonaSource[] {
  const installed = packs.list().filter(({ kind }) => kind === "personas");
  return installed.map((pack) => ({
    folder: pack.folder,
    as: { layer: "installed", source: pack.name, packVersion: pack.version },
    pack,
  }));
}

function realOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
