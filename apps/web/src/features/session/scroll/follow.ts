import type { Box } from "../../ask/reading.ts";

/** Whether the view keeps to the end, and how many items it held when it let go. */
export interface Follow {
  readonly following: boolean;
  readonly itemsSeen: number;
}

export type ScrollAct =
  /** The user did something that lets go at once: wheel up, page up, a selection. */
  | { kind: "let_go"; items: number }
  | { kind: "scrolled"; box: Box; items: number; towards: "start" | "end" }
  /** End, the pill, a message of the user's own. */
  | { kind: "follow" };

export const NEAR_END = 48;

export function followAfter(follow: Follow, act: ScrollAct): Follow {
  if (act.kind === "follow") return { following: true, itemsSeen: 0 };
  if (act.kind === "let_go") return follow.following ? { following: false, itemsSeen: act.items } : follow;
  const near = distanceToEnd(act.box) <= NEAR_END;
  if (near) return act.towards === "end" || follow.following ? { following: true, itemsSeen: 0 } : follow;
  return follow.following && act.towards === "start" ? { following: false, itemsSeen: act.items } : follow;
}

/** How many items came since the view let go. */
export function newItems(follow: Follow, items: number): number {
  return follow.following ? 0 : Math.max(0, items - follow.itemsSeen);
}

export function distanceToEnd(box: Box): number {
  return box.scrollHeight - box.clientHeight - box.scrollTop;
}
