import type { Project } from "@switchyard/core/protocol";

/** Whether the tracker was found in another folder than the one that was named: further up, mostly. */
export function foundElsewhere(typed: string, project: Pick<Project, "hasBeads" | "path">): boolean {
  // A path from home or from the bridge's folder is compared by its end: the bridge alone knows its beginning.
  const named = typed
    .trim()
    .replace(/\/+$/, "")
    .replace(/^(~|\.)(?=\/|$)/, "");
  return project.hasBeads && !project.path.endsWith(named);
}
