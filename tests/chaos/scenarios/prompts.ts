import type { Random } from "@switchyard/testkit/random";

/** What a CLI is told to do in a turn: it ends by itself, or by somebody. */
export function someOrders(random: Random): string {
  const count = 1 + random.below(40);
  return random.one([
    `[[words ${count}]]`,
    `[[words ${count}]] [[ask]] [[words ${count}]]`,
    `[[words ${count}]] [[form]] [[words ${count}]]`,
    `[[flood ${count * 20}]]`,
    `[[words ${count}]] [[hang]]`,
    `[[child]] [[words ${count}]] [[hang]]`,
    `[[stubborn]] [[child]] [[words ${count}]] [[hang]]`,
    `[[stderr 1]] [[words ${count}]]`,
    "[[ask]]",
    "[[form]] [[ask]]",
  ]);
}

/** The same, and ways to end badly. */
export function badOrders(random: Random): string {
  const count = 1 + random.below(40);
  return random.one([
    `[[words ${count}]] [[midline]]`,
    `[[flood ${count * 20}]] [[midline]]`,
    `[[words ${count}]] [[kill]]`,
    `[[child]] [[words ${count}]] [[crash ${1 + random.below(200)}]]`,
    `[[ask]] [[words ${count}]] [[midline]]`,
    "[[form]] [[midline]]",
    "[[midline]]",
    someOrders(random),
  ]);
}
