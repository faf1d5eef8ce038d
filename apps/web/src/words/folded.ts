/** A text without case and accents: whoever types in a hurry leaves them out. */
export function folded(text: string): string {
  const plain = /\P{ASCII}/u.test(text) ? text.normalize("NFKD").replaceAll(/\p{M}/gu, "") : text;
  return plain.toLowerCase();
}
