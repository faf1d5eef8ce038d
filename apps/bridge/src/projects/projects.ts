import { stat } from "node:fs/promises";
import { basename, join, sep } from "node:path";
import { type Project, ProjectId, SwitchyardError } from "@switchyard/core/protocol";
import type { Logger } from "pino";
import { v5 as uuidOf } from "uuid";
import type { BackendChoice } from "../backends/choice.ts";
import { replaceFile } from "../data-folder/replace-file.ts";
import { projectFileText, readProjectFile, type StoredProject, type StoredProjects } from "./project-file.ts";
import { folderNotFound, type RootOptions, rootOf } from "./root.ts";
import { copySample } from "./sample.ts";

/** The folders that sessions work in, and which of them is meant when none is named. */
export interface Projects {
  /** Resolves once it is known whether the bridge was started for a project; until then none of the rest is. */
  ready(): Promise<void>;
  /** Favourites first, then those opened last; what is on the disk is looked at anew. */
  list(): Promise<Project[]>;
  /** @throws {SwitchyardError} FOLDER_NOT_FOUND, STORAGE_FAILED */
  add(path: string): Promise<ProjectId>;
  /** Adds the sample and opens it. @throws {SwitchyardError} STORAGE_FAILED */
  addSample(): Promise<ProjectId>;
  /** @throws {SwitchyardError} PROJECT_NOT_FOUND, STORAGE_FAILED */
  remove(projectId: ProjectId): Promise<void>;
  /** @throws {SwitchyardError} PROJECT_NOT_FOUND, FOLDER_NOT_FOUND, STORAGE_FAILED */
  open(projectId: ProjectId): Promise<void>;
  /** Tells whether it is one now. @throws {SwitchyardError} PROJECT_NOT_FOUND, STORAGE_FAILED */
  toggleFavorite(projectId: ProjectId): Promise<boolean>;
  /** Changes what holds in it alone. @throws {SwitchyardError} PROJECT_NOT_FOUND, STORAGE_FAILED */
  update(projectId: ProjectId, patch: ProjectPatch): Promise<void>;
  openId(): ProjectId | null;
  /** The open one, where it has a tracker now; null: there is none. */
  openWithBeads(): Promise<ProjectWithSettings | null>;
  /** Undefined means the open one. @throws {SwitchyardError} PROJECT_NOT_FOUND */
  need(projectId: ProjectId | undefined): ProjectWithSettings;
  /** Null: it is not in the list. */
  get(projectId: ProjectId): ProjectWithSettings | null;
  /** The project whose root holds this folder, the deepest; null: none. */
  at(cwd: string): ProjectId | null;
  /** Tells clients where a tracker has come or gone. */
  hasBeads(projectId: ProjectId, hasBeads: boolean): void;
}

export interface ProjectPlace {
  readonly projectId: ProjectId;
  /** Its root, absolute. */
  readonly path: string;
  readonly name: string;
}

/** With what holds in it alone. */
export interface ProjectWithSettings
  extends ProjectPlace, BackendChoice, Pick<Project, "beadTrace" | "worktrees"> {}

/** What is not named stays. */
export type ProjectPatch = Partial<BackendChoice & Pick<Project, "beadTrace" | "worktrees">>;

export interface ProjectsOptions extends RootOptions {
  readonly dataFolder: string;
  /** Where the sample lies that is copied into the data folder. */
  readonly sample: string;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Tells the user, in a line. */
  readonly say: (line: string) => void;
  readonly logger: Logger;
  changed(projects: Project[]): void;
  removed(projectId: ProjectId): void;
}

/** Reads the list at once; whether the bridge was started for a project is looked up behind the caller's back. */
export function makeProjects(options: ProjectsOptions): Projects {
  const { logger } = options;
  const file = join(options.dataFolder, "projects.json");
  const read = readProjectFile(file, options.say);
  const seconds = (): number => Math.floor(options.now() / 1000);
  let current: StoredProjects = { projects: read.projects, open: read.open };
  /** As clients know it. */
  const told = new Map<ProjectId, boolean>();
  let telling = Promise.resolve();
  const ready = begin();
  let last: Promise<unknown> = ready;

  async function begin(): Promise<void> {
    const root = await rootWithBeads(options).catch((error: unknown) => {
      logger.warn({ err: error }, "whether the bridge was started for a project is not known");
      return null;
    });
    if (root !== null) current = opened(withRoot(current, root), root, seconds());
    if (root === null && !read.wasDamaged) return;
    // Without it the list is as good, until the bridge ends.
    await save(current).catch((error: unknown) => logger.warn({ err: error }, "the projects were not saved"));
    tell();
  }

  /** One change after the other, each of what the one before it left; what can't be kept is not changed. */
  function change(make: (from: StoredProjects) => StoredProjects): Promise<StoredProjects> {
    const done = last.then(async () => {
      const changed = make(current);
      if (changed === current) return current;
      await save(changed);
      current = changed;
      tell();
      return changed;
    });
    last = done.catch(noop);
    return done;
  }

  async function save(projects: StoredProjects): Promise<void> {
    try {
      await replaceFile(file, projectFileText(projects));
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unknown fault";
      throw new SwitchyardError("STORAGE_FAILED", `The list of projects was not saved: ${reason}`);
    }
  }

  function tell(): void {
    telling = telling.then(list).then(options.changed, (error: unknown) => {
      logger.warn({ err: error }, "the projects could not be told");
    });
  }

  async function list(): Promise<Project[]> {
    await ready;
    const { projects, open } = current;
    const shown = await Promise.all(projects.map((project) => look(project, open)));
    for (const { projectId, hasBeads } of shown) told.set(projectId, hasBeads);
    return shown.toSorted(byUse);
  }

  async function look(project: StoredProject, open: ProjectId | null): Promise<Project> {
    const { projectId, name, path, isFavorite, lastOpened, isSample } = project;
    const { cliBackend, backendsOff, beadTrace, worktrees } = project;
    const isThere = await isFolder(path);
    const hasBeads = isThere && (await options.findBeads(path).catch(() => null)) !== null;
    return {
      projectId,
      name,
      path,
      isFavorite,
      lastOpened,
      isOpen: projectId === open,
      hasBeads,
      isThere,
      isSample,
      cliBackend,
      backendsOff,
      beadTrace,
      worktrees,
    };
  }

  return {
    ready: () => ready,
    list,
    async add(path) {
      const root = await rootOf(path, options);
      return idAt(await change((from) => withRoot(from, root)), root);
    },
    async addSample() {
      const root = await copySample(options);
      const at = seconds();
      return idAt(await change((from) => opened(asSample(withRoot(from, root), root), root, at)), root);
    },
    async remove(projectId) {
      await change((from) => {
        needIn(from, projectId);
        return {
          projects: from.projects.filter((each) => each.projectId !== projectId),
          open: from.open === projectId ? null : from.open,
        };
      });
      told.delete(projectId);
      options.removed(projectId);
    },
    async open(projectId) {
      await ready;
      const { path } = needIn(current, projectId);
      if (!(await isFolder(path))) throw folderNotFound(path, GONE);
      await change((from) => opened(from, needIn(from, projectId).path, seconds()));
    },
    async toggleFavorite(projectId) {
      const changed = await change((from) =>
        withProject(from, needIn(from, projectId).path, (each) => ({ isFavorite: !each.isFavorite })),
      );
      return needIn(changed, projectId).isFavorite;
    },
    async update(projectId, patch) {
      await change((from) => withProject(from, needIn(from, projectId).path, () => patched(patch)));
    },
    openId: () => current.open,
    async openWithBeads() {
      await ready;
      const { open } = current;
      if (open === null) return null;
      const project = needIn(current, open);
      return (await look(project, open)).hasBeads ? project : null;
    },
    need(projectId) {
      const id = projectId ?? current.open;
      if (id !== null) return needIn(current, id);
      throw new SwitchyardError(
        "PROJECT_NOT_FOUND",
        "No project is open. Name one with projectId, or open one: getProjects tells which there are.",
      );
    },
    get: (projectId) => current.projects.find((each) => each.projectId === projectId) ?? null,
    at(cwd) {
      const holding = current.projects.filter(({ path }) => holds(path, cwd));
      return holding.toSorted((a, b) => b.path.length - a.path.length)[0]?.projectId ?? null;
    },
    hasBeads(projectId, hasBeads) {
      const known = told.get(projectId);
      if (known === undefined || known === hasBeads) return;
      told.set(projectId, hasBeads);
      tell();
    },
  };
}

/** The root of the project that the bridge was started for; null: its folder belongs to no tracker. */
async function rootWithBeads(options: ProjectsOptions): Promise<string | null> {
  const found = await options.findBeads(options.cwd);
  return found && rootOf(options.cwd, options);
}

/** The one that is there, or a new one at the end. */
function withRoot(from: StoredProjects, root: string): StoredProjects {
  if (from.projects.some(({ path }) => path === root)) return from;
  const project: StoredProject = {
    // By its place: one that is removed and added again has its sessions back.
    projectId: ProjectId.parse(uuidOf(root, NAMESPACE)),
    path: root,
    name: basename(root) || root,
    isFavorite: false,
    lastOpened: null,
    isSample: false,
    cliBackend: null,
    backendsOff: [],
    beadTrace: "off",
    worktrees: { setup: null, copies: [] },
  };
  return { ...from, projects: [...from.projects, project] };
}

const NAMESPACE = "5b0e2d55-7f43-4c0b-9c55-8c2f4cf1d1a6";

function opened(from: StoredProjects, root: string, at: number): StoredProjects {
  return { ...withProject(from, root, () => ({ lastOpened: at })), open: idAt(from, root) };
}

function asSample(from: StoredProjects, root: string): StoredProjects {
  return withProject(from, root, () => ({ isSample: true }));
}

function patched(patch: ProjectPatch): Partial<StoredProject> {
  const { cliBackend, backendsOff, beadTrace, worktrees } = patch;
  return {
    ...(cliBackend === undefined ? {} : { cliBackend }),
    ...(backendsOff === undefined ? {} : { backendsOff: [...backendsOff] }),
    ...(beadTrace === undefined ? {} : { beadTrace }),
    ...(worktrees === undefined ? {} : { worktrees }),
  };
}

function withProject(
  from: StoredProjects,
  root: string,
  patch: (project: StoredProject) => Partial<StoredProject>,
): StoredProjects {
  return {
    ...from,
    projects: from.projects.map((each) => (each.path === root ? { ...each, ...patch(each) } : each)),
  };
}

function idAt({ projects }: StoredProjects, root: string): ProjectId {
  const project = projects.find(({ path }) => path === root);
  if (project === undefined) throw new Error("A project is gone from the list that it was put on.");
  return project.projectId;
}

function needIn({ projects }: StoredProjects, projectId: ProjectId): StoredProject {
  const project = projects.find((each) => each.projectId === projectId);
  if (project !== undefined) return project;
  throw new SwitchyardError(
    "PROJECT_NOT_FOUND",
    "There is no such project. getProjects tells which there are.",
    { projectId },
  );
}

const GONE = "is not there any more. Put it back, or remove the project";

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() === true;
}

function holds(root: string, folder: string): boolean {
  return folder === root || folder.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

function byUse(a: Project, b: Project): number {
  return (
    Number(b.isFavorite) - Number(a.isFavorite) ||
    (b.lastOpened ?? 0) - (a.lastOpened ?? 0) ||
    a.name.localeCompare(b.name) ||
    a.path.localeCompare(b.path)
  );
}

const noop = (): void => undefined;
