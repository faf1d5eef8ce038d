import type { Item, Section, Transcript } from "@switchyard/core/session";

/**
 * `next` with the objects of `old` wherever they say the same, so that what is on screen stays the same
 * elements when older pages are folded in before it. Both are plain, not proxies.
 */
export function reuseItems(old: Transcript, next: Transcript): Transcript {
  const oldSections = new Map(old.sections.map((section) => [section.key, section]));
  const oldItems = new Map(old.sections.flatMap((section) => section.items).map((item) => [item.id, item]));
  return {
    ...next,
    sections: next.sections.map((section) => {
      const items = section.items.map((item) => same(oldItems.get(item.id), item));
      const known = oldSections.get(section.key);
      return known !== undefined && isSame(known, section, items) ? known : { ...section, items };
    }),
  };
}

function same(old: Item | undefined, next: Item): Item {
  if (old === undefined || old.kind !== next.kind) return next;
  if (old.at !== next.at || old.updatedAt !== next.updatedAt) return next;
  if ("text" in old && "text" in next && old.text !== next.text) return next;
  if (old.kind === "tool" && next.kind === "tool" && old.output !== next.output) return next;
  return old;
}

function isSame(known: Section, next: Section, items: readonly Item[]): boolean {
  if (known.turn !== next.turn || known.by !== next.by) return false;
  if (known.end?.at !== next.end?.at || known.items.length !== items.length) return false;
  return known.items.every((item, at) => item === items[at]);
}
