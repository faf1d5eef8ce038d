import type { PersonaLayer, PersonaProblem } from "@switchyard/core/protocol";
import { MAX_BYTES, type PackFiles } from "./list-files.ts";
import { readText } from "./read-text.ts";
import { problemOf, type SourceText } from "./source-text.ts";

/** What the personas of a folder are to say of where they come from. */
export interface ReadAs {
  readonly layer: PersonaLayer;
  /** @default the name in its `pack.yaml`, else the folder's own */
  readonly source?: string;
  /** @default the version in its `pack.yaml`, else null */
  readonly packVersion?: string;
  /**
   * What a file without front matter is; where it is a persona, those in folders are none.
   * @default "ignored"
   */
  readonly headless?: "ignored" | "problem" | "persona";
  /** Whether links in it are followed: whoever owns the folder made them. @default false */
  readonly followsLinks?: boolean;
}

/** The origin that each persona of a folder has. */
export interface Origin {
  readonly layer: PersonaLayer;
  readonly source: string;
  readonly packVersion: string | null;
}

/** A folder whose files are being read, each once. */
export interface OpenPack {
  readonly root: string;
  readonly origin: Origin;
  /** Relative to the root, with `/`, in the order of their names. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** Whether it is there at all, though it may not be read: a link, or too large. */
  isThere(path: string): boolean;
  /** The file's text, or why there is none. */
  read(path: string): Promise<SourceText | PersonaProblem>;
  /** A file that was read turns out to be no persona's. */
  leave(path: string): void;
  /** Whether a persona has it. */
  isUsed(path: string): boolean;
  /** Takes room for more text, where there is some: a small part put into many templates makes a large pack. */
  takes(characters: number): boolean;
  /** The same for the words and signs of heads. */
  takesYaml(signs: number): boolean;
}

export function openPack(files: PackFiles, origin: Origin): OpenPack {
  const { root, paths, problems } = files;
  const listed = new Set(paths);
  const texts = new Map<string, Promise<SourceText | PersonaProblem>>();
  const left = new Set<string>();
  const takes = (most: number): ((amount: number) => boolean) => {
    let room = most;
    return (amount) => {
      if (amount > room) return false;
      room -= amount;
      return true;
    };
  };

  const faultOf = (path: string): PersonaProblem | undefined => problems.find(({ file }) => file === path);

  async function read(path: string): Promise<SourceText | PersonaProblem> {
    if (listed.has(path)) return readText(files, path);
    return faultOf(path) ?? problemOf(path, "the file is missing.");
  }

  return {
    root,
    origin,
    paths,
    has: (path) => listed.has(path),
    isThere: (path) => listed.has(path) || faultOf(path) !== undefined,
    read(path) {
      const reading = texts.get(path) ?? read(path);
      texts.set(path, reading);
      return reading;
    },
    leave: (path) => void left.add(path),
    isUsed: (path) => texts.has(path) && !left.has(path),
    takes: takes(MAX_BYTES),
    takesYaml: takes(MAX_SIGNS),
  };
}

/** A thousand heads of a usual length. */
const MAX_SIGNS = 128_000;

export function isProblem(read: SourceText | PersonaProblem): read is PersonaProblem {
  return "message" in read;
}
