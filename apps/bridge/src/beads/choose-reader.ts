import type { NoProgram, Program } from "./program.ts";
import { capabilitiesOf } from "./version.ts";
import type { WorkspaceKind } from "./workspace-kind.ts";

/** With what a tracker is read. */
export type Reader =
  | { readonly source: "bd"; readonly program: Program }
  /** Its file is always up to date: reading it disturbs nobody. */
  | { readonly source: "br"; readonly program: Program }
  | {
      readonly source: "jsonl";
      readonly stale: boolean;
      /** Why, as sentences. */
      readonly why: string;
    };

export interface Programs {
  readonly bd: Program | NoProgram;
  readonly br: Program | NoProgram;
}

/** Who may open the database: only a program of the kind that made it. All others read the file beside it. */
export function chooseReader(keeper: WorkspaceKind["keeper"], { bd, br }: Programs): Reader {
  if (keeper === "br") {
    if ("version" in br) return { source: "br", program: br };
    return { source: "jsonl", stale: false, why: `br made this tracker. ${br.missing}` };
  }
  if (keeper === "dolt") {
    if ("missing" in bd) return { source: "jsonl", stale: true, why: bd.missing };
    if (capabilitiesOf(bd.version).knowsDolt) return { source: "bd", program: bd };
    return { source: "jsonl", stale: true, why: `bd ${bd.version} is too old for this tracker.` };
  }
  const isOpened = keeper === "sqlite" && "version" in bd && capabilitiesOf(bd.version).knowsSqlite;
  if (isOpened) return { source: "bd", program: bd };
  if ("version" in br) return { source: "br", program: br };
  if ("missing" in bd) return { source: "jsonl", stale: false, why: bd.missing };
  const why =
    keeper === "sqlite"
      ? `An older bd made this tracker, and bd ${bd.version} does not open it.`
      : `bd ${bd.version} has no database here.`;
  return { source: "jsonl", stale: false, why };
}
