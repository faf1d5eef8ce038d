/** Moves focus among the elements of a list by arrows, Home, End or a first letter. */
export function moveFocus(
  event: KeyboardEvent & { currentTarget: EventTarget | null },
  selector: string,
): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = items.findIndex((item) => item === document.activeElement);
  const next = target(event, items, at);
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function target(event: KeyboardEvent, items: HTMLElement[], at: number): HTMLElement | undefined {
  switch (event.key) {
    case "ArrowDown":
      return items[(at + 1) % items.length];
    case "ArrowUp":
      return items.at(at <= 0 ? -1 : at - 1);
    case "Home":
      return items[0];
    case "End":
      return items.at(-1);
    default:
      return byLetter(event, items, at);
  }
}

function byLetter(event: KeyboardEvent, items: HTMLElement[], at: number): HTMLElement | undefined {
  if (event.key.length !== 1 || event.metaKey || event.ctrlKey || event.altKey || event.key === " ")
    return undefined;
  const letter = event.key.toLowerCase();
  const after = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return after.find((item) => item.textContent?.trim().toLowerCase().startsWith(letter));
}
