import type { PermissionMode } from "@switchyard/core/protocol";

/** Compares the permission mode in force with the session's; while it is being changed, the old one is right too. */
export interface ModeWatch {
  /** A change has been asked for; `from` may still be told until it is in force, or until the turn ends. */
  changing(from: PermissionMode): void;
  isWrong(inForce: PermissionMode | "unknown", wanted: PermissionMode): boolean;
  /** A turn has ended: from now on only the wanted mode is right. */
  settle(): void;
}

export function makeModeWatch(): ModeWatch {
  const leaving = new Set<PermissionMode | "unknown">();
  return {
    changing(from) {
      leaving.add(from);
    },
    isWrong(inForce, wanted) {
      if (inForce === wanted) {
        leaving.clear();
        return false;
      }
      return !leaving.has(inForce);
    },
    settle() {
      leaving.clear();
    },
  };
}
