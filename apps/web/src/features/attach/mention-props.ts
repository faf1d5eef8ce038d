import type { Mentions } from "./create-mentions.ts";

/** What a text field tells of its list, and what it has to tell to it. */
export function mentionProps(mentions: Mentions) {
  const isListed = () => (mentions.options()?.length ?? 0) > 0;
  return {
    "aria-autocomplete": "list",
    get "aria-controls"() {
      return isListed() ? `${mentions.id}-list` : undefined;
    },
    get "aria-activedescendant"() {
      return isListed() ? `${mentions.id}-${mentions.at()}` : undefined;
    },
    onClick: () => mentions.look(),
    onKeyUp: (event: KeyboardEvent) => {
      if (/^(?:Arrow|Home|End|Page)/.test(event.key)) mentions.look();
    },
    onBlur: () => mentions.close(),
  } as const;
}
