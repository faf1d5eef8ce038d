import { recall, remember } from "../../state/local.ts";

/** What was chosen last, the newest first; by the keys of its rows. */
export function recentKeys(): readonly string[] {
  return (recall(NAME) ?? "").split("\n").filter(Boolean);
}

export function keepRecent(key: string): void {
  const others = recentKeys().filter((known) => known !== key);
  remember(NAME, [key, ...others].slice(0, MOST).join("\n"));
}

const NAME = "palette";
const MOST = 6;
