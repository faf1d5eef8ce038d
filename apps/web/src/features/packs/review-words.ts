import type { PackInfo, PackReview } from "@switchyard/core/protocol";
import { packWords } from "../../words/pack-words.ts";

const words = packWords.review;

/** What a press on the button does: with a backend, that its code runs. */
export function acceptWord(review: PackReview): string {
  const { before, kind, version } = review;
  const isCode = kind === "backend";
  if (before === null) return isCode ? words.installCode : words.install;
  if (isSame(review)) return isCode ? words.againCode : words.again;
  if (version === before.version) return isCode ? words.updateSameCode : words.updateSame;
  if (isOlder(version, before.version)) return isCode ? words.goBackCode(version) : words.goBack(version);
  return isCode ? words.updateCode(version) : words.update(version);
}

/** Of two with one id, which is used; "": there is no other. */
export function standingWords({ yieldsTo, overrides }: PackReview["personas"][number]): string {
  if (yieldsTo !== null) return words.yieldsTo(holderWords(yieldsTo));
  return overrides.length === 0 ? "" : words.overrides(overrides.map(holderWords));
}

function holderWords({ layer, source }: PackReview["personas"][number]["overrides"][number]): string {
  return layer === "built_in" ? words.builtIn : words.ofSource(source);
}

/** These are the files that are installed already. */
export function isSame({ before, hash }: PackReview): boolean {
  return before?.hash === hash;
}

/** What is asked for to have the newest of an installed pack: an exact version would only come again. */
export function newestSpec({ name, origin, spec }: PackInfo): string {
  return origin === "npm" && EXACT.test(spec) ? name : spec;
}

const EXACT = /@\d+\.\d+\.\d+(?:[-+][\w.+-]*)?$/;

const byNumber = new Intl.Collator("en", { numeric: true });

/** "1.10.0" comes after "1.9.2"; what stands behind a hyphen only tells versions apart. */
function isOlder(version: string, than: string): boolean {
  return byNumber.compare(version, than) < 0;
}
