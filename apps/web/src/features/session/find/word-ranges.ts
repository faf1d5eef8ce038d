/** Where words begin in the text under an element: ranges that cost nothing while the text changes. */
export function wordRanges(root: Node, words: readonly string[]): StaticRange[] {
  const pattern = patternOf(words);
  if (pattern === null) return [];
  const found: StaticRange[] = [];
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null && found.length < MOST_RANGES; node = texts.nextNode()) {
    for (const match of (node.nodeValue ?? "").matchAll(pattern)) {
      const [startOffset, endOffset] = [match.index, match.index + match[0].length];
      found.push(new StaticRange({ startContainer: node, startOffset, endContainer: node, endOffset }));
    }
  }
  return found;
}

/** More marks than that help nobody. */
const MOST_RANGES = 2_000;

/** The longest word first: it holds the shorter ones. */
function patternOf(words: readonly string[]): RegExp | null {
  if (words.length === 0) return null;
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  const any = longestFirst.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|");
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})`, "giu");
}
