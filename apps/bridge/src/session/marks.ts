import type { Journal } from "./journal.ts";
import type { SessionRecord } from "./record.ts";
import type { Session } from "./session-face.ts";

/** What is kept of a session beside its conversation. */
type Marks = Pick<
  Session,
  | "rename"
  | "setArchived"
  | "setBatch"
  | "setWorktree"
  | "setTrace"
  | "markVerified"
  | "markRead"
  | "markUnread"
>;

interface MarksOptions {
  readonly journal: Pick<Journal, "readTo" | "unreadLast">;
  commit(): void;
  isRunning(): boolean;
}

/** Marks that others set: each is stored as it is, and moves no turn. */
export function makeMarks(record: SessionRecord, { journal, commit, isRunning }: MarksOptions): Marks {
  function set(marks: Partial<SessionRecord>): void {
    Object.assign(record, marks);
    commit();
  }

  return {
    rename: (title) => set({ title }),
    setArchived: (isArchived) => set({ isArchived }),
    setBatch: (batch) => set({ batch }),
    setWorktree: (worktree) => set({ worktree }),
    setTrace: (trace) => set({ trace }),
    // Of an open turn nobody knows yet what it comes to.
    markVerified: (turn = record.turn) =>
      set({ verifiedTurn: Math.min(turn, isRunning() ? record.turn - 1 : record.turn) }),
    markRead(seq) {
      journal.readTo(seq);
      set({ readSeq: Math.max(record.readSeq, seq) });
    },
    markUnread() {
      journal.unreadLast();
      commit();
    },
  };
}
