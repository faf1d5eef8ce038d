/** The key of the section whose prompt has scrolled out at the top while its turn is in view; null: none. */
export function stuckSection(log: HTMLElement): number | null {
  const sections = [...log.querySelectorAll<HTMLElement>(".turn")];
  const top = log.scrollTop + BAR;
  const section = sections[lastBefore(sections.length, (at) => (sections[at]?.offsetTop ?? 0) <= top)];
  const prompt = section?.querySelector<HTMLElement>(".you");
  if (!section || !prompt) return null;
  if (prompt.getBoundingClientRect().bottom > log.getBoundingClientRect().top + BAR) return null;
  return Number(section.dataset["key"]);
}

/** The height of the one-line prompt, in CSS pixels: what lies under it is not in view. */
const BAR = 38;

/** The last index for which `isBefore` holds, where it holds for a first stretch of indices; else -1. */
export function lastBefore(count: number, isBefore: (at: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
