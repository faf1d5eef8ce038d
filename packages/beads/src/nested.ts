import { isRecord, withoutNulls, type RawRecord } from "./raw.ts";

/** The edges of the bead `id`: as edges, or as the whole beads that `bd show` lists in their place. */
export function readEdges(items: readonly unknown[], id: string): RawRecord[] {
  return items.flatMap((item) => {
    if (!isRecord(item)) return [];
    const edge = readEdge(withoutNulls(item));
    return edge === null ? [] : [{ ...edge, issue_id: id }];
  });
}

function readEdge(item: RawRecord): RawRecord | null {
  const { id, dependency_type, depends_on_id, type } = item;
  if (typeof depends_on_id === "string" && typeof type === "string") return item;
  if (typeof id !== "string" || typeof dependency_type !== "string") return null;
  return { depends_on_id: id, type: dependency_type };
}

/** Comments that have a text; an id is made of the place where it is missing. */
export function readComments(items: readonly unknown[]): RawRecord[] {
  return items.flatMap((item, index) => {
    if (!isRecord(item) || typeof item["text"] !== "string") return [];
    const { id, author, created_at } = item;
    return [
      {
        ...withoutNulls(item),
        id: isCommentId(id) ? id : index + 1,
        author: typeof author === "string" ? author : "",
        created_at: typeof created_at === "string" ? created_at : "",
      },
    ];
  });
}

/** Versions until 0.60 count comments, later ones give them a UUID. */
function isCommentId(value: unknown): value is number | string {
  return typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
}
