import { PersonaId } from "@switchyard/core/protocol";
import { NONE } from "./head.ts";

/** The id of a persona that says none: the first of its names that one can be made of; or why it has none. */
export function idFrom(
  ...names: readonly string[]
): { readonly id: PersonaId; readonly why: null } | { readonly id: null; readonly why: string } {
  const [id] = names.flatMap((name) => slugOf(name) ?? []);
  if (id === undefined) return { id: null, why: "no id can be made of its name." };
  return id === NONE ? { id: null, why: NONE_IS_TAKEN } : { id, why: null };
}

export const NONE_IS_TAKEN = `"${NONE}" is the plain agent, and stays it.`;

/** The name of a Markdown file. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.md$/, "");
}

/** A name as an id; null: nothing is left of it. */
function slugOf(name: string): PersonaId | null {
  const slug = name
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^-/, "")
    .slice(0, 64)
    .replace(/-$/, "");
  return PersonaId.safeParse(slug).data ?? null;
}
