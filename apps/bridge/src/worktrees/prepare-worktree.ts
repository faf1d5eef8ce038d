import { realpath } from "node:fs/promises";
import { join, relative } from "node:path";
import { type SessionId, SwitchyardError, type WorktreeSettings } from "@switchyard/core/protocol";
import type { NewChunk } from "../log/log.ts";
import { redactText } from "../redact.ts";
import { copyFiles, type NotCopied } from "./copy-files.ts";
import { isFolder } from "./ground.ts";
import { isBelow } from "./make-worktree.ts";
import { runSetup, type SetupOptions } from "./run-setup.ts";
import type { StoredWorktree } from "./stored-worktree.ts";

type Notice = Extract<NewChunk, { type: "notice" }>;

/** A session that is about to start in its worktree. */
export interface Preparing {
  readonly sessionId: SessionId;
  /** Puts a notice into its log. */
  tell(notice: Notice): void;
  /** @throws {SwitchyardError} FOLDER_NOT_TRUSTED: what its folder brings was not looked at */
  mayRun(): Promise<void>;
  /** The start is not wanted any more. */
  readonly signal: AbortSignal;
}

/**
 * Makes a worktree ready to be worked in: its copies, then its setup command.
 * @throws {SwitchyardError} CLI_FAILED: the command did; FOLDER_NOT_TRUSTED
 */
export async function prepareWorktree(
  options: SetupOptions,
  { path, root }: StoredWorktree,
  work: Preparing & { readonly project: ProjectSettings | null },
): Promise<void> {
  const { project, signal, tell } = work;
  if (project === null) return;
  const { setup, copies } = project.worktrees;
  const from = await realpath(project.path).catch(() => null);
  // Its settings are for its own repository.
  if (from === null || !isBelow(root, from)) return;
  const to = join(path, relative(root, from));
  const left = await copyFiles({ from, to, paths: copies, signal });
  signal.throwIfAborted();
  if (left.length > 0) tell(notCopied(left));
  const command = setup?.trim() ?? "";
  if (command === "") return;
  await work.mayRun();
  const cwd = (await isFolder(to)) ? to : path;
  const shown = redactText(command, []);
  tell({
    type: "notice",
    content: `Runs the worktree's setup command: ${shown}`,
    level: "info",
    code: "setup_began",
  });
  const { sessionId } = work;
  const { fault, tail } = await runSetup(options, { command, cwd, sessionId, signal });
  const said = tail.length === 0 ? "It printed nothing." : `It printed:\n${tail.join("\n")}`;
  if (fault === null) {
    return tell({
      type: "notice",
      content: `The setup command is done. ${said}`,
      level: "info",
      code: "setup_done",
    });
  }
  const content = `The worktree's setup command \`${shown}\` ${fault}.`;
  if (!signal.aborted)
    tell({ type: "notice", content: `${content} ${said}`, level: "error", code: "setup_failed" });
  throw new SwitchyardError("CLI_FAILED", `${content} The next message runs it again.`);
}

export interface ProjectSettings {
  readonly path: string;
  readonly worktrees: WorktreeSettings;
}

function notCopied(left: readonly NotCopied[]): Notice {
  const which = left.slice(0, MOST_NAMED).map(({ path, why }) => `${path} (${why})`);
  const more = left.length > MOST_NAMED ? `, and ${left.length - MOST_NAMED} more` : "";
  const content = `Not copied into the worktree: ${which.join(", ")}${more}.`;
  return { type: "notice", content, level: "warning", code: "not_copied" };
}

const MOST_NAMED = 10;
