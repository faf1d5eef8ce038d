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

/** Runs when another tab keeps something else under a key; returns how to stop. */
export function onRemembered(key: string, run: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key === prefix + key || event.key === null) run();
  };
  window.addEventListener("storage", onStorage);
  return () => window.removeEventListener("storage", onStorage);
}

const prefix = "switchyard.";
