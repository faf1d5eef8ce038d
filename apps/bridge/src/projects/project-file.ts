import { readFileSync } from "node:fs";
import { BackendId, ProjectId, TraceForm, WorktreeSettings } from "@switchyard/core/protocol";
import { z } from "zod";
import { moveAside } from "../data-folder/move-aside.ts";
import { parseJson } from "../parse-json.ts";

/** A project as it is kept; what this version does not know of it stays in the file. */
export const StoredProject = z.looseObject({
  projectId: ProjectId,
  /** Its root by its real path. */
  path: z.string().min(1),
  name: z.string(),
  isFavorite: z.boolean().default(false),
  /** Unix seconds; null: never. */
  lastOpened: z.number().int().nullable().default(null),
  isSample: z.boolean().default(false),
  cliBackend: BackendId.nullable().default(null),
  backendsOff: z.array(BackendId).default([]),
  beadTrace: TraceForm.default("off"),
  worktrees: WorktreeSettings.default({ setup: null, copies: [] }),
});
export type StoredProject = z.infer<typeof StoredProject>;

export interface StoredProjects {
  readonly projects: readonly StoredProject[];
  /** Which of them is open; null: none. */
  readonly open: ProjectId | null;
}

export interface ProjectFile extends StoredProjects {
  /** What could be read of it has to be written again. */
  readonly wasDamaged: boolean;
}

/**
 * Reads the list; no file is an empty one. A file that is damaged is set aside, what can be read of it is kept, and
 * the user is told in a line.
 */
export function readProjectFile(file: string, say: (line: string) => void): ProjectFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    if (isAbsent(error)) return { ...NONE, wasDamaged: false };
    return setAside(file, NONE, say);
  }
  const whole = File.safeParse(parseJson(text));
  if (!whole.success) return setAside(file, NONE, say);
  const { projects: listed, open } = whole.data;
  const projects = firstOfEach(listed.flatMap((each) => StoredProject.safeParse(each).data ?? []));
  const opened = projects.find(({ projectId }) => projectId === open)?.projectId ?? null;
  const read = { projects, open: opened };
  return projects.length === listed.length ? { ...read, wasDamaged: false } : setAside(file, read, say);
}

export function projectFileText({ projects, open }: StoredProjects): string {
  return `${JSON.stringify({ open, projects }, null, 2)}\n`;
}

const NONE: StoredProjects = { projects: [], open: null };
const File = z.looseObject({ projects: z.array(z.unknown()), open: z.unknown().optional() });

/** One id and one folder stand for one project. */
function firstOfEach(projects: readonly StoredProject[]): StoredProject[] {
  const seen = new Set<string>();
  return projects.filter(({ projectId, path }) => {
    if (seen.has(projectId) || seen.has(path)) return false;
    seen.add(projectId).add(path);
    return true;
  });
}

function setAside(file: string, read: StoredProjects, say: (line: string) => void): ProjectFile {
  const kept = read.projects.length === 0 ? "It is empty now" : "What could be read of it is kept";
  const moved = moveAside(file);
  const where =
    moved === null ? "The file is left as it is until the list changes" : `The file is now ${moved}`;
  say(`The list of projects, ${file}, is damaged. ${kept}; add what is missing again. ${where}.`);
  return { ...read, wasDamaged: true };
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
