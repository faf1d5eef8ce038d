/**
 * Fetches once more what of the page's styles could not be fetched: the bundler's loader never asks for a style
 * sheet again whose link stands in the page, and a part would come without its looks.
 */
export async function fetchMissingStyles(): Promise<void> {
  const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')];
  const there = new Set(links.filter(({ sheet }) => sheet !== null).map(({ href }) => href));
  const missing = new Set(links.map(({ href }) => href).filter((href) => !there.has(href)));
  await Promise.all([...missing].map(fetchStyles));
}

/** Settles in any case: a part without its looks is better than none. */
async function fetchStyles(href: string): Promise<void> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = href;
  const settled = Promise.withResolvers<void>();
  link.addEventListener("load", () => settled.resolve());
  link.addEventListener("error", () => settled.resolve());
  document.head.append(link);
  await settled.promise;
}
