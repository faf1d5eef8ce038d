import { relative, sep } from "node:path";
import { watch } from "chokidar";

/** A folder that is watched, there or not. */
export interface Watch {
  /** What is there by now is known: from here on every change is told. Never rejects. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export interface FileChange {
  /** "add", "change", "unlink", "addDir" or "unlinkDir". */
  readonly event: string;
  readonly path: string;
}

export interface WatchOptions {
  /** The tracker's folder, by its real path. */
  readonly beadsDir: string;
  readonly heard: (change: FileChange) => void;
  /** It cannot be watched, or no further: only a poll tells. */
  readonly failed: (error: unknown) => void;
}

/** Watches what a tracker writes when beads change: its folder's own files, and all below the embedded database. */
export function watchBeads({ beadsDir, heard, failed }: WatchOptions): Watch {
  const watcher = watch(beadsDir, {
    ignoreInitial: true,
    // What is heard is gathered by whoever listens.
    atomic: false,
    ignorePermissionErrors: true,
    ignored: (path) => path !== beadsDir && isIgnored(relative(beadsDir, path)),
  });
  const ready = new Promise<void>((resolve) => {
    watcher.once("ready", () => resolve());
  });
  watcher.on("all", (event, path) => heard({ event, path }));
  watcher.on("error", failed);
  return { ready, close: () => watcher.close() };
}

/** `path`: below the tracker's folder. */
function isIgnored(path: string): boolean {
  if (path.startsWith("..")) return true;
  const parts = path.split(sep);
  const [top] = parts;
  if (top !== EMBEDDED && parts.length > 1) return true;
  // Its name alone would bring in all that is below.
  if (UNWATCHED_FOLDERS.has(top ?? "")) return true;
  return NOISE.test(parts.at(-1) ?? "");
}

const EMBEDDED = "embeddeddolt";
const UNWATCHED_FOLDERS: ReadonlySet<string> = new Set(["dolt", "backup", "hooks", "formulas"]);

/** Written by reads too, or by nobody who changes a bead. */
const NOISE = /^last-touched$|^LOCK$|\.lock$|\.log$|\.tmp|^daemon\.|^bd\.sock|-shm$|^\.local_version$/;
