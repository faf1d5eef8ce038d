import type { Program } from "./program.ts";
import { capabilitiesOf } from "./version.ts";
import type { Programs } from "./choose-reader.ts";
import type { WorkspaceKind } from "./workspace-kind.ts";

/** The program that may change a tracker; `why`: there is none, in sentences that say what to do. */
export type Writer = { readonly program: Program } | { readonly why: string };

/**
 * Only a program of the kind that made a tracker changes it: another would make a database of its own beside. Of the
 * file alone nobody can say who made it: `reader` is the program that was found to open it.
 */
export function chooseWriter(
  keeper: WorkspaceKind["keeper"],
  { bd, br }: Programs,
  reader: Program | null = null,
): Writer {
  if (keeper === "br") {
    if ("version" in br) return { program: br };
    return { why: `br made this tracker. ${br.missing} Install br to change its beads.` };
  }
  if (keeper === "file") {
    if (reader !== null) return { program: reader };
    return { why: "issues.jsonl is all that is here: `bd init` or `br init` makes a tracker of it." };
  }
  if ("missing" in bd) return { why: `${bd.missing} Install bd to change beads.` };
  const { knowsDolt, knowsSqlite } = capabilitiesOf(bd.version);
  if (keeper === "dolt") {
    if (knowsDolt) return { program: bd };
    return { why: `bd ${bd.version} is too old for this tracker. Install a newer one to change its beads.` };
  }
  if (knowsSqlite) return { program: bd };
  return {
    why: `An older bd made this tracker, and bd ${bd.version} does not open it. Install bd 0.49.6, or move the tracker to the newer bd, to change its beads.`,
  };
}
