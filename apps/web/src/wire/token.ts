const KEY = "switchyard.token";

/**
 * The token of this page: from the launch address (`/#token=T`), which is stored for this origin and
 * cleared from the address at once, else the stored one. Null where there is neither.
 */
export function takeToken(
  page: Pick<Window, "location" | "history" | "localStorage"> = window,
): string | null {
  const given = new URLSearchParams(page.location.hash.slice(1)).get("token");
  if (given === null || given === "") return stored(page.localStorage);
  keep(page.localStorage, given);
  page.history.replaceState(page.history.state, "", page.location.pathname + page.location.search);
  return given;
}

function stored(storage: Storage): string | null {
  try {
    return storage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(storage: Storage, token: string): void {
  try {
    storage.setItem(KEY, token);
  } catch {
    // A browser that refuses storage still has the token for this page's life.
  }
}
