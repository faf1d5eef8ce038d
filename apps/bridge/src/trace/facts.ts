import { relative, sep } from "node:path";
import type { Commit, SessionInfo } from "@switchyard/core/protocol";
import type { Commits } from "../changes/commits.ts";
import type { SessionRecord } from "../session/record.ts";

/**
 * What is told of a session at its bead, and the value that it has in the bead's metadata: who did it, with what, what
 * came of it, how to go on. Nothing of what was said in it.
 */
export interface TraceFacts {
  readonly title: string;
  readonly persona: {
    readonly id: string;
    readonly layer: string | null;
    readonly source: string | null;
    readonly packVersion: string | null;
    /** The beginning of the SHA-256 of all its text. */
    readonly hash: string | null;
  };
  readonly backend: {
    readonly id: string;
    /** "name 1.2.3" */
    readonly plugin: string | null;
    readonly cliVersion: string | null;
  };
  readonly model: string | null;
  readonly permissionMode: string;
  /** Those that have ended. */
  readonly turns: number;
  /** US dollars; null: no turn told a cost. */
  readonly costUsd: number | null;
  readonly turnsWithoutCost: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** On the branch since its start, the newest first, at most 20. */
  readonly commits: readonly Commit[];
  /** All of them; null: it can't be told. */
  readonly commitCount: number | null;
  /** Others worked in the same folder meanwhile: what was committed may be theirs. */
  readonly isShared: boolean;
  readonly branch: string | null;
  /** It had a working tree of its own. */
  readonly hasWorktree: boolean;
  /** Relative to the project's root, with `/`; null: outside of it. */
  readonly folder: string | null;
  /** How its last turn ended. */
  readonly outcome: "done" | "interrupted" | "failed";
  readonly errorCode: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** What goes on with its conversation in a terminal; null: nothing does. */
  readonly resume: string | null;
  /** Its place in Switchyard's page. */
  readonly page: string;
}

export interface FactsAround {
  /** The project's. */
  readonly root: string;
  /** Turns that have ended, at least 1. */
  readonly turns: number;
  readonly commits: Commits | null;
  readonly isShared: boolean;
  readonly resume: string | null;
}

export function traceFacts(record: Readonly<SessionRecord>, around: FactsAround): TraceFacts {
  const { provenance, usage, worktree } = record;
  const { commits } = around;
  const plugin = provenance?.backend.plugin ?? null;
  const { layer = null, source = null, packVersion = null, hash = null } = provenance?.persona ?? {};
  return {
    title: oneLineOf(record.title),
    persona: { id: record.persona, layer, source, packVersion, hash: hash && hash.slice(0, HASH_SHOWN) },
    backend: {
      id: record.backendId,
      plugin: plugin === null ? null : `${plugin.name} ${plugin.version}`,
      cliVersion: provenance?.backend.cliVersion ?? null,
    },
    model: provenance?.model ?? record.modelInUse ?? record.model,
    permissionMode: record.permissionMode,
    turns: around.turns,
    costUsd: usage.costUsd === null ? null : Number(usage.costUsd.toFixed(4)),
    turnsWithoutCost: usage.turnsWithoutCost,
    inputTokens: usage.inputTokens,
    outputTokens: usage.outputTokens,
    commits: (commits?.commits ?? [])
      .slice(0, MOST_COMMITS)
      .map(({ hash: id, subject }) => ({ hash: id, subject: oneLineOf(subject) })),
    commitCount: commits?.count ?? null,
    isShared: around.isShared,
    branch: worktree?.branch ?? commits?.branch ?? null,
    hasWorktree: worktree !== null,
    folder: folderIn(around.root, record.cwd),
    ...outcomeOf(record, around.turns),
    startedAt: new Date(record.createdAt * 1000).toISOString(),
    resume: around.resume,
    page: `/sessions/${record.sessionId}`,
  };
}

/** A turn that is told nothing of was cut with the bridge. */
function outcomeOf(
  { lastTurn, lastActivity }: Pick<SessionRecord, "lastTurn" | "lastActivity">,
  turns: number,
): Pick<TraceFacts, "outcome" | "errorCode" | "endedAt"> {
  if (lastTurn?.turn !== turns) {
    const endedAt = new Date(lastActivity * 1000).toISOString();
    return { outcome: "failed", errorCode: "BRIDGE_ENDED", endedAt };
  }
  const endedAt = new Date(lastTurn.endedAt).toISOString();
  const outcome = OUTCOMES[lastTurn.stopReason] ?? "failed";
  const errorCode = outcome === "failed" ? (lastTurn.error?.code ?? lastTurn.stopReason) : null;
  return { outcome, errorCode, endedAt };
}

type LastTurn = NonNullable<SessionInfo["lastTurn"]>;
const OUTCOMES: Partial<Record<LastTurn["stopReason"], TraceFacts["outcome"]>> = {
  end_turn: "done",
  interrupted: "interrupted",
};

function folderIn(root: string, cwd: string): string | null {
  const path = relative(root, cwd);
  if (path === "") return ".";
  return path === ".." || path.startsWith(`..${sep}`) ? null : path.replaceAll(sep, "/");
}

/** Without what moves a cursor or turns the direction of what is read. */
function oneLineOf(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/\p{Bidi_Control}/gu, "")
    .trim();
}

const HASH_SHOWN = 12;
const MOST_COMMITS = 20;
