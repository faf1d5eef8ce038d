import { type Accessor, createContext, useContext } from "solid-js";
import type { Scale } from "../model/scale.ts";
import type { Plan } from "../create-plan.ts";
import type { PlanEditor } from "../edit/plan-editor.ts";
import type { Cursor } from "./create-cursor.ts";

/** What each row of the tree needs of the whole. */
export interface Tree {
  readonly plan: Plan;
  readonly cursor: Cursor;
  readonly editor: PlanEditor;
  /** Whether the pointer is on a row, or there is none that could be. */
  isPointed(id: string): boolean;
  readonly rowHeight: Accessor<number>;
  readonly scale: Accessor<Scale>;
  readonly isCritical: (id: string) => boolean;
  /** The bead whose page is open beside. */
  readonly opened: Accessor<string | undefined>;
  /** The address of a bead's page. */
  pathOf(id: string): string;
}

export const TreeContext = createContext<Tree>();

export function useTree(): Tree {
  const tree = useContext(TreeContext);
  if (tree === undefined) throw new Error("useTree needs the PlanTree above it");
  return tree;
}
