import { type Beads, isClosed } from "@switchyard/beads";
import type { Bead } from "@switchyard/core/protocol";

/** Columns of the order: 0 is what is done, 1 what can be worked on now, 2 what comes after that, and so on. */
export const DONE = 0;
export const NOW = 1;

/** From a column (inclusive) to a column (exclusive). */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export interface Waves {
  /** Of a leaf its own columns; of a parent, from the first column of a leaf below it to the last. Null: it is not known. */
  of(id: string): Stretch | null;
  /** How many columns there are; at least those of done and now. */
  readonly count: number;
}

/**
 * The order of the work that is left: closed beads are done, open ones come after all open beads that hold them
 * or one of their parents up, and what cannot be worked on for another reason is not in the column of now either.
 * A bead takes a column, and one more for each ten hours over the first of its estimate. What hangs on itself
 * counts as not held up by itself. `isAtWork`: somebody works on it, so it is worked on now.
 */
export function findWaves(beads: Beads, isAtWork: (id: string) => boolean): Waves {
  const graph = readGraph(beads, isAtWork);
  const { count, isDone, lengths } = graph;
  const values = solve(graph);
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  for (let index = 0; index < count; index += 1) {
    from[index] = isDone[index] === 1 ? DONE : (values[index] ?? NOW);
    to[index] = isDone[index] === 1 ? DONE + 1 : (values[index] ?? NOW) + (lengths[index] ?? 1);
  }
  spanParents(graph, from, to);
  return {
    of(id) {
      const index = graph.place.get(id);
      return index === undefined ? null : { from: from[index] ?? NOW, to: to[index] ?? NOW + 1 };
    },
    count: to.reduce((most, end) => Math.max(most, end), NOW + 1),
  };
}

const MINUTES_A_COLUMN = 600;
/** What is estimated at more is drawn no longer: nobody looks for the end of it. */
const MOST_COLUMNS = 6;
const NONE = -1;

/** The beads by their place in the list: this is computed with each change, over ten thousand of them. */
interface Graph {
  readonly count: number;
  readonly place: ReadonlyMap<string, number>;
  readonly isDone: Uint8Array;
  /** In columns. */
  readonly lengths: Int32Array;
  readonly parents: Int32Array;
  /** The first child of each, and of each the next sibling. */
  readonly firstChild: Int32Array;
  readonly nextSibling: Int32Array;
  readonly blockers: readonly (readonly number[] | undefined)[];
  /** Somebody works on it: nothing holds it up. */
  readonly isWorkedOn: Uint8Array;
  /** The first column that a leaf may have. */
  readonly least: Int32Array;
}

function readGraph(beads: Beads, isAtWork: (id: string) => boolean): Graph {
  const { list } = beads;
  const count = list.length;
  const place = new Map(list.map((bead, index) => [bead.id as string, index]));
  const numbers = (value: number) => new Int32Array(count).fill(value);
  const graph = {
    count,
    place,
    isDone: new Uint8Array(count),
    lengths: numbers(1),
    parents: numbers(NONE),
    firstChild: numbers(NONE),
    nextSibling: numbers(NONE),
    blockers: Array.from({ length: count }, (): readonly number[] | undefined => undefined),
    isWorkedOn: new Uint8Array(count),
    least: numbers(NOW),
  };
  for (const [index, bead] of list.entries()) {
    const parent = place.get(beads.parentOf(bead.id)?.id ?? "") ?? NONE;
    graph.parents[index] = parent;
    if (parent !== NONE) {
      graph.nextSibling[index] = graph.firstChild[parent] ?? NONE;
      graph.firstChild[parent] = index;
    }
    if (isClosed(bead)) {
      graph.isDone[index] = 1;
      continue;
    }
    graph.lengths[index] = lengthOf(bead);
    if (bead.status === "in_progress" || isAtWork(bead.id)) {
      graph.isWorkedOn[index] = 1;
      continue;
    }
    const open = beads.openBlockersOf(bead.id);
    if (open.length > 0) graph.blockers[index] = open.flatMap(({ id }) => place.get(id) ?? []);
    if (!beads.isReady(bead.id)) graph.least[index] = NOW + 1;
  }
  return graph;
}

function lengthOf(bead: Bead): number {
  const columns = Math.ceil((bead.estimated_minutes ?? 0) / MINUTES_A_COLUMN);
  return Math.min(MOST_COLUMNS, Math.max(1, columns));
}

const UNSEEN = 0;
const OPEN = 1;
const SOLVED = 2;

/**
 * The first column of each bead (at its place), and behind those its end. Each is the greatest of what it needs;
 * a need that is open still is on a cycle with it, and counts as the least. Without recursion: a chain may be as
 * long as there are beads.
 */
function solve(graph: Graph): Int32Array {
  const { count } = graph;
  const values = new Int32Array(2 * count).fill(NOW);
  const state = new Uint8Array(2 * count);
  const stack: number[] = [];
  const ask = (node: number) => {
    if (state[node] === UNSEEN) stack.push(node);
  };
  for (let root = 0; root < 2 * count; root += 1) {
    ask(root);
    for (let node = stack.at(-1); node !== undefined; node = stack.at(-1)) {
      if (state[node] === UNSEEN) {
        state[node] = OPEN;
        forNeeds(graph, node, ask);
        continue;
      }
      stack.pop();
      if (state[node] === SOLVED) continue;
      state[node] = SOLVED;
      let value = node < count && graph.firstChild[node] === NONE ? (graph.least[node] ?? NOW) : NOW;
      forNeeds(graph, node, (need, plus) => (value = Math.max(value, (values[need] ?? NOW) + plus)));
      values[node] = value;
    }
  }
  return values;
}

function forNeeds(graph: Graph, node: number, need: (node: number, plus: number) => void): void {
  const { count } = graph;
  const index = node % count;
  if (graph.isDone[index] === 1) return;
  if (node >= count) {
    need(index, graph.lengths[index] ?? 1);
    for (
      let child = graph.firstChild[index] ?? NONE;
      child !== NONE;
      child = graph.nextSibling[child] ?? NONE
    ) {
      if (graph.isDone[child] === 0) need(count + child, 0);
    }
    return;
  }
  if (graph.isWorkedOn[index] === 1) return;
  for (const blocker of graph.blockers[index] ?? []) need(count + blocker, 0);
  const parent = graph.parents[index] ?? NONE;
  if (parent !== NONE) need(parent, 0);
}

/** Of a parent its own columns give way to those of what is below it. */
function spanParents(graph: Graph, from: Int32Array, to: Int32Array): void {
  const order: number[] = [];
  for (let index = 0; index < graph.count; index += 1) if (graph.parents[index] === NONE) order.push(index);
  // It grows as it is gone through, so the children of a bead come behind it.
  for (const index of order) {
    let child = graph.firstChild[index] ?? NONE;
    if (child !== NONE) [from[index], to[index]] = [MOST, DONE];
    for (; child !== NONE; child = graph.nextSibling[child] ?? NONE) order.push(child);
  }
  for (const index of order.toReversed()) {
    const parent = graph.parents[index] ?? NONE;
    if (parent === NONE) continue;
    from[parent] = Math.min(from[parent] ?? MOST, from[index] ?? MOST);
    to[parent] = Math.max(to[parent] ?? DONE, to[index] ?? DONE);
  }
}

const MOST = 2 ** 31 - 1;
