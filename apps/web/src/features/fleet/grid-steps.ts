/** Where a key leads in tiles that stand in rows: not beyond the ends, and up and down within the column. */
export function stepInGrid(key: string, from: { at: number; count: number; columns: number }): number {
  const { at, count, columns } = from;
  const last = count - 1;
  switch (key) {
    case "ArrowRight":
      return Math.min(last, at + 1);
    case "ArrowLeft":
      return Math.max(0, at - 1);
    case "ArrowDown":
      return at + columns <= last ? at + columns : isInLastRow(from) ? at : last;
    case "ArrowUp":
      return at >= columns ? at - columns : at;
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return at;
  }
}

function isInLastRow({ at, count, columns }: { at: number; count: number; columns: number }): boolean {
  return Math.floor(at / columns) === Math.floor((count - 1) / columns);
}
