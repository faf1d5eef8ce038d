import type { Member } from "./member.ts";

export interface Chains {
  /** Each after all that block it; those of one cycle stand together, in no order. */
  readonly order: readonly Member[];
  /** Whether the two are on no cycle together, so that one can come before the other. */
  isApart(a: Member, b: Member): boolean;
}

/** What comes before what, by the blocks edges; those between beads that block each other say nothing. */
export function findChains(list: readonly Member[]): Chains {
  const { order, cycleOf } = findComponents(list);
  return { order, isApart: (a, b) => cycleOf[a.index] !== cycleOf[b.index] };
}

interface Components {
  readonly order: readonly Member[];
  /** By index: beads that block each other, over whatever others, have the same number. */
  readonly cycleOf: Int32Array;
}

interface Visit {
  readonly member: Member;
  readonly number: number;
  /** The smallest number on the path that it leads back to. */
  low: number;
  /** How many of its blockers were followed. */
  followed: number;
}

/** Tarjan's strongly connected components, with a stack of its own: a chain may be as long as there are beads. */
function findComponents(list: readonly Member[]): Components {
  const numbers = new Int32Array(list.length).fill(-1);
  const cycleOf = new Int32Array(list.length).fill(-1);
  const order: Member[] = [];
  const path: Visit[] = [];
  const open: Member[] = [];
  let visited = 0;

  function enter(member: Member): void {
    const number = visited++;
    numbers[member.index] = number;
    path.push({ member, number, low: number, followed: 0 });
    open.push(member);
  }

  function follow(visit: Visit, blocker: Member): void {
    const number = numbers[blocker.index] ?? -1;
    if (number === -1) enter(blocker);
    else if (cycleOf[blocker.index] === -1) visit.low = Math.min(visit.low, number);
  }

  function leave(visit: Visit): void {
    path.pop();
    const caller = path.at(-1);
    if (caller !== undefined) caller.low = Math.min(caller.low, visit.low);
    if (visit.low === visit.number) close(visit);
  }

  /** All that were entered since are on a cycle with it. */
  function close({ member, number }: Visit): void {
    for (let last = open.pop(); last !== undefined; last = open.pop()) {
      cycleOf[last.index] = number;
      order.push(last);
      if (last === member) return;
    }
  }

  for (const start of list) {
    if (numbers[start.index] === -1) enter(start);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const blocker = visit.member.blockers[visit.followed++];
      if (blocker === undefined) leave(visit);
      else follow(visit, blocker);
    }
  }
  return { order, cycleOf };
}
