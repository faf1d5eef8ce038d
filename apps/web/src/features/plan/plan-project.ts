import { useSearchParams } from "@solidjs/router";
import type { Project } from "@switchyard/core/protocol";
import { type Accessor, createMemo } from "solid-js";
import { useApp } from "../../state/app.ts";

export interface PlanProject {
  /** The one that the address names, where it names one; else the open one. */
  readonly project: Accessor<Project | null>;
  /** Whether the address names one: another's plan under it would be taken for that one's. */
  readonly isNamed: Accessor<boolean>;
}

/** The project whose plan is shown. */
export function usePlanProject(): PlanProject {
  const app = useApp();
  const [params] = useSearchParams<{ project?: string }>();
  const named = () => (typeof params.project === "string" ? params.project : undefined);
  const project = createMemo(() => {
    const id = named();
    return id === undefined ? app.projects.open() : (app.projects.get(id) ?? null);
  });
  return { project, isNamed: () => named() !== undefined };
}
