/**
 * Keeps the row in focus where it is on screen while rows come and go above it: `measure` runs before the list
 * is drawn anew, `restore` behind that.
 */
export function keepInPlace(list: () => HTMLElement) {
  let before: { row: Element; top: number } | undefined;
  return {
    measure(): void {
      const row = document.activeElement;
      before =
        row !== null && row !== list() && list().contains(row)
          ? { row, top: row.getBoundingClientRect().top }
          : undefined;
    },
    restore(): void {
      if (before?.row.isConnected === true)
        list().scrollTop += before.row.getBoundingClientRect().top - before.top;
      before = undefined;
    },
  };
}
