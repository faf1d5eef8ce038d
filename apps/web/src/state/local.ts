/** What this browser remembers for itself; where storage is refused, nothing is remembered. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key);
  } catch {
    return null;
  }
}

/** Keeps a text; an empty one, or null, is forgotten. */
export function remember(key: string, value: string | null): void {
  try {
    if (value === null || value === "") localStorage.removeItem(prefix + key);
    else localStorage.setItem(prefix + key, value);
  } catch {
    // A full or forbidden storage costs the memory, not the page.
  }
}

const prefix = "switchyard.";
