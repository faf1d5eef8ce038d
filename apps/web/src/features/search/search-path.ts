/** The address of the search, for a text. */
export function searchPath(query = ""): string {
  return query === "" ? "/search" : `/search?q=${encodeURIComponent(query)}`;
}
