/** The newest item of a kind in a transcript. */
export function lastOf<Item, Found extends Item>(
  sections: readonly { items: readonly Item[] }[],
  is: (item: Item) => item is Found,
): Found | undefined {
  for (const section of sections.toReversed()) {
    const item = section.items.findLast(is);
    if (item !== undefined) return item;
  }
  return undefined;
}
