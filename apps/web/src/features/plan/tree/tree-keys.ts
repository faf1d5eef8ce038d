import { keyTable } from "../../../keys/table.ts";
import { DRAFT_ID, type PlanRow, type PlanRows } from "../model/rows.ts";

/** What a key does in the tree. */
export type TreeAct =
  | { readonly kind: "go"; readonly id: string }
  | { readonly kind: "fold"; readonly ids: readonly string[]; readonly isFolded: boolean }
  /** Ticks all rows as far as this one, from where the ticking began. */
  | { readonly kind: "tick-to"; readonly id: string }
  | { readonly kind: "tick-all" }
  | { readonly kind: "open" | "tick"; readonly id: string };

export interface TreePlace {
  readonly rows: PlanRows;
  readonly active: string | undefined;
  readonly perPage: number;
}

type Press = Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey" | "shiftKey">;

/** The act of a key that the treegrid pattern names, or J and K; undefined: it is another's. */
export function treeAct(press: Press, place: TreePlace): TreeAct | undefined {
  if (press.altKey) return undefined;
  if (press.ctrlKey || press.metaKey) {
    return press.key.toLowerCase() === "a" && !press.shiftKey ? { kind: "tick-all" } : undefined;
  }
  const { rows, active } = place;
  const at = rows.at(active);
  const row = rows.list[at];
  if (row === undefined) return undefined;
  const go = (index: number): TreeAct => {
    const id = idNear(rows, index, at) ?? row.id;
    const isRange = press.shiftKey && press.key.startsWith("Arrow");
    return { kind: isRange ? "tick-to" : "go", id };
  };
  switch (press.key) {
    case "ArrowDown":
    case "j":
      return go(at + 1);
    case "ArrowUp":
    case "k":
      return go(at - 1);
    case "Home":
      return go(0);
    case "End":
      return go(rows.ids.length - 1);
    case "PageDown":
      return go(at + place.perPage);
    case "PageUp":
      return go(at - place.perPage);
    case "ArrowRight":
      if (row.isParent && !row.isOpen) return { kind: "fold", ids: [row.id], isFolded: false };
      return row.isOpen ? go(at + 1) : undefined;
    case "ArrowLeft":
      return row.isOpen ? { kind: "fold", ids: [row.id], isFolded: true } : go(parentOf(rows, at));
    case "*":
      return { kind: "fold", ids: siblingsOf(rows, at), isFolded: false };
    case "Enter":
      return press.shiftKey ? undefined : { kind: "open", id: row.id };
    case " ":
      return { kind: "tick", id: row.id };
    default:
      return undefined;
  }
}

/** The row at a place, or else at the nearest to it that there is; over one that is being written goes the way. */
export function idNear(rows: PlanRows, index: number, from: number): string | undefined {
  const last = rows.ids.length - 1;
  const at = Math.max(0, Math.min(index, last));
  if (rows.ids[at] !== DRAFT_ID) return rows.ids[at];
  const isDown = (at > from && at < last) || at === 0;
  return rows.ids[isDown ? at + 1 : at - 1];
}

function parentOf(rows: PlanRows, at: number): number {
  const level = rows.list[at]?.level ?? 1;
  for (let index = at - 1; index >= 0; index -= 1) if ((rows.list[index]?.level ?? 1) < level) return index;
  return at;
}

/** The row and those that stand beside it. */
function siblingsOf(rows: PlanRows, at: number): string[] {
  const level = rows.list[at]?.level ?? 1;
  const found: PlanRow[] = [];
  for (const step of [-1, 1]) {
    for (let index = step === 1 ? at : at - 1; ; index += step) {
      const row = rows.list[index];
      if (row === undefined || row.level < level) break;
      if (row.level === level && row.isParent) found.push(row);
    }
  }
  return found.map((row) => row.id);
}

/** How long letters belong to one word, in ms. */
const WORD_MS = 1000;

/** `isTaken`: the press was a letter of a word, whether a row begins with it or not. */
export interface Typed {
  readonly isTaken: boolean;
  readonly id: string | undefined;
}

const NOT_TYPED: Typed = { isTaken: false, id: undefined };

/**
 * Finds rows by the letters that their titles begin with. A letter that is a key of the page is that key, until a
 * word has begun.
 */
export function makeTypeAhead(titleOf: (id: string) => string) {
  let word = "";
  let last = 0;
  return (press: Press & { timeStamp: number }, place: TreePlace): Typed => {
    if (press.altKey || press.ctrlKey || press.metaKey || !/^[\p{L}\p{N} ]$/u.test(press.key))
      return NOT_TYPED;
    const letter = press.key.toLocaleLowerCase();
    const isOn = word !== "" && press.timeStamp - last < WORD_MS;
    if (!isOn && (TAKEN.has(letter) || letter === " ")) return NOT_TYPED;
    last = press.timeStamp;
    // The same letter again and again goes from one to the next.
    const isSame = isOn && word.replaceAll(letter, "") === "";
    word = isOn ? word + letter : letter;
    const from = Math.max(0, place.rows.at(place.active)) + (word.length === 1 || isSame ? 1 : 0);
    return { isTaken: true, id: find(place.rows, { from, start: isSame ? letter : word, titleOf }) };
  };
}

interface Find {
  readonly from: number;
  readonly start: string;
  titleOf(id: string): string;
}

function find(rows: PlanRows, { from, start, titleOf }: Find): string | undefined {
  const count = rows.ids.length;
  for (let step = 0; step < count; step += 1) {
    const id = rows.ids[(from + step) % count];
    if (id !== undefined && titleOf(id).toLocaleLowerCase().startsWith(start)) return id;
  }
  return undefined;
}

/** Single keys that do something wherever the focus is, or on the plan. */
const TAKEN: ReadonlySet<string> = new Set(
  Object.values(keyTable)
    .filter(({ group }) => group === "anywhere" || group === "plan" || group === "list")
    .flatMap(({ keys }) => keys.map((key) => key.split(" ")[0] ?? key))
    .map((key) => key.replace(/^Shift\+/, "").toLowerCase())
    .filter((key) => key.length === 1),
);
