import { z } from "zod";

/**
 * `https://host[:port]` (or `http:`), as a browser writes it in `Origin`; anything more (a path, a
 * user, a wildcard) is refused, since it would read as a promise that the check does not keep.
 */
export const AllowedOrigin = z.string().transform((text, context) => {
  const origin = originOf(text);
  if (origin !== undefined) return origin;
  context.issues.push({
    code: "custom",
    message: "must be an origin: https://host or https://host:port, and nothing after it",
    input: text,
  });
  return z.NEVER;
});

function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return undefined;
  if (url.href !== `${url.origin}/` || url.hostname.includes("*")) return undefined;
  return text.endsWith("?") || text.endsWith("#") ? undefined : url.origin;
}
