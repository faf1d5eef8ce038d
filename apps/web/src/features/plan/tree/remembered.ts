import type { ProjectId } from "@switchyard/core/protocol";

/** Where one was in a project's tree: it is there again when one comes back, as long as the page is open. */
export interface TreePlaceMemory {
  active?: string;
  top?: number;
}

const places = new Map<ProjectId, TreePlaceMemory>();

export function placeIn(projectId: ProjectId): TreePlaceMemory {
  const known = places.get(projectId) ?? {};
  places.set(projectId, known);
  return known;
}
