import type { Member } from "./member.ts";

/** A tree, each before those below it. No recursion: it may be as deep as there are beads. */
export function preOrder(
  roots: readonly Member[],
  childrenOf: (member: Member) => readonly Member[],
): readonly Member[] {
  const order: Member[] = [];
  const rest = roots.toReversed();
  for (let member = rest.pop(); member !== undefined; member = rest.pop()) {
    order.push(member);
    const children = childrenOf(member);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) rest.push(child);
    }
  }
  return order;
}
