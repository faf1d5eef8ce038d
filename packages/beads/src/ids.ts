/**
 * Orders ids as people count: `a.2` before `a.10`, a parent before what is below it. Total: of two ids that differ
 * in leading zeros alone, the smaller string comes first.
 */
export function compareIds(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(j);
    if (isDigit(left) && isDigit(right)) {
      const [first, second] = [digitsAt(a, i), digitsAt(b, j)];
      const byValue = first.digits.length - second.digits.length || compareText(first.digits, second.digits);
      if (byValue !== 0) return byValue;
      i = first.end;
      j = second.end;
    } else {
      if (left !== right) return weightOf(left) - weightOf(right);
      i++;
      j++;
    }
  }
  return a.length - i - (b.length - j) || compareText(a, b);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** A number as its digits without leading zeros: an id is not bound to what a number can hold. */
function digitsAt(text: string, from: number): { readonly digits: string; readonly end: number } {
  let end = from + 1;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  let start = from;
  while (start < end - 1 && text.charCodeAt(start) === ZERO) start++;
  return { digits: text.slice(start, end), end };
}

const ZERO = 48;

/** The dot parts an id from its children, so it comes before all that could go on the same part; then numbers. */
function weightOf(code: number): number {
  if (code === 46) return -2;
  return isDigit(code) ? -1 : code;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
