interface Offer {
  readonly offered: readonly number[];
  readonly word: (value: number) => string;
  /** What null means, and on which end it stands. */
  readonly none: { readonly at: "start" | "end"; readonly word: string };
}

/** Choices of a number or none; a number in force that is not offered stands among them. */
export function numberOptions(
  inForce: number | null | undefined,
  { offered, word, none }: Offer,
): { value: string; label: string }[] {
  const isOther = typeof inForce === "number" && !offered.includes(inForce);
  const numbers = isOther ? [...offered, inForce].toSorted((a, b) => a - b) : offered;
  const options = numbers.map((value) => ({ value: String(value), label: word(value) }));
  const absent = { value: "null", label: none.word };
  return none.at === "start" ? [absent, ...options] : [...options, absent];
}
