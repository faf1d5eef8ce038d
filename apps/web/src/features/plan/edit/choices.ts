import { type Beads, isClosed } from "@switchyard/beads";
import { BeadLabel } from "@switchyard/core/protocol";
import { UNASKED } from "../../bead/bead-state.ts";
import { planWords } from "../../../words/plan-words.ts";
import { dropRule, topmost } from "./drop-rules.ts";
import type { FilterOption } from "./FilterLayer.tsx";

const words = planWords.edit;

/** The value of a field that beads have in common; undefined: they differ. */
export function common<T>(values: readonly T[]): T | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}

/** The statuses that a bead can be given: those of every tracker, and those that this project made for itself. */
export function statusesOf(beads: Beads): readonly string[] {
  const own = new Set(beads.list.map(({ status }) => status));
  return [...new Set([...STATUSES, ...[...own].toSorted(), "closed"])].filter((it) => !UNASKED.has(it));
}

const STATUSES = ["open", "in_progress", "blocked", "deferred"];

/** The labels of a project that hold a text, those of the beads first; last what it names, where that is new or several. */
export function labelOptions(beads: Beads, ids: readonly string[], text: string): readonly FilterOption[] {
  const counts = new Map<string, number>();
  for (const id of ids) {
    for (const label of beads.get(id)?.labels ?? []) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const known = [...new Set(beads.list.flatMap(({ labels }) => labels ?? []))];
  const sought = text.trim().toLowerCase();
  const found = known
    .filter((label) => label.toLowerCase().includes(sought))
    .toSorted((a, b) => Number(counts.has(b)) - Number(counts.has(a)) || a.localeCompare(b, "en"))
    .slice(0, MOST)
    .map((label): FilterOption => ({
      key: label,
      text: label,
      state: stateOf(counts.get(label) ?? 0, ids.length),
      stateWord: words.onSome,
    }));
  const named = labelsIn(text).filter((label) => counts.get(label) !== ids.length);
  if (named.length < 2 && named.every((label) => known.includes(label))) return found;
  const what = named.length < 2 ? words.newLabel : words.theseLabels;
  return [...found, { key: named.join(","), text: what(named.join(", ")), state: "off" }];
}

/** The labels that a text names, parted by commas, as far as a tracker takes them. */
export function labelsIn(text: string): readonly string[] {
  const named = text.split(",").map((part) => part.trim());
  return [...new Set(named)].filter((label) => BeadLabel.safeParse(label).success);
}

function stateOf(count: number, all: number): "on" | "off" | "some" {
  if (count === 0) return "off";
  return count === all ? "on" : "some";
}

/**
 * Where beads can be moved to: open ones that hold all words of a text, those first that are parents, and the top
 * level, whose key is empty.
 */
export function parentOptions(beads: Beads, ids: readonly string[], text: string): readonly FilterOption[] {
  const faultAt = dropRule(topmost(ids, beads), beads);
  const sought = text.trim().toLowerCase().split(/\s+/);
  const [parents, leaves]: [FilterOption[], FilterOption[]] = [[], []];
  for (const bead of beads.list) {
    if (parents.length === MOST) break;
    const said = `${bead.id} ${bead.title}`.toLowerCase();
    if (isClosed(bead) || !sought.every((word) => said.includes(word))) continue;
    const found = beads.childrenOf(bead.id).length > 0 ? parents : leaves;
    if (found.length === MOST || faultAt({ below: bead.id }) !== null) continue;
    found.push({ key: bead.id, code: bead.id, text: bead.title });
  }
  const isTopSought = words.topLevel.toLowerCase().includes(text.trim().toLowerCase());
  const canTop = isTopSought && faultAt("top") === null;
  const found = [...parents, ...leaves].slice(0, MOST);
  const top = { key: "", text: words.topLevel };
  if (!canTop) return found;
  return text.trim() === "" ? [top, ...found] : [...found, top];
}

/** What a list shows at once. */
const MOST = 60;
