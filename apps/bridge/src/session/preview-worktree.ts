import { realpath } from "node:fs/promises";
import { resolve } from "node:path";
import type { ParsedParamsOf, ResultOf } from "@switchyard/core/protocol";
import type { Worktrees } from "../worktrees/worktrees.ts";
import { needFolder } from "./launch.ts";
import { findPlace } from "./place.ts";
import { knownFor, type PrepareOptions } from "./prepare.ts";

/**
 * What a start with a worktree would make, or why it can't.
 * @throws {SwitchyardError} PROJECT_NOT_FOUND, FOLDER_NOT_FOUND
 */
export async function previewWorktree(
  options: PrepareOptions & { readonly worktrees: Pick<Worktrees, "preview"> },
  params: ParsedParamsOf<"previewWorktree">,
): Promise<ResultOf<"previewWorktree">> {
  const { beadId } = params;
  const place = await findPlace(options, params);
  const folder = resolve(place.cwd);
  await needFolder(folder);
  const cwd = await realpath(folder);
  const known = await knownFor(options, place, beadId);
  const ofBead = beadId === undefined ? "" : (known.beads?.get(beadId)?.title ?? "");
  const title = params.title?.trim() || ofBead;
  const wanted = { cwd, project: place.project, branch: undefined, beadId: beadId ?? null, title };
  const { setup = null, copies = [] } = place.project?.worktrees ?? {};
  return { ...(await options.worktrees.preview(wanted)), setup, copies };
}
