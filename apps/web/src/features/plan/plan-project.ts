import { useSearchParams } from "@solidjs/router";
import type { Project } from "@switchyard/core/protocol";
import { type Accessor, createMemo } from "solid-js";
import { useApp } from "../../state/app.ts";

/** The project whose plan is shown: the one that the address names, else the open one. */
export function usePlanProject(): Accessor<Project | null> {
  const app = useApp();
  const [params] = useSearchParams<{ project?: string }>();
  return createMemo(() => {
    const named = typeof params.project === "string" ? app.projects.get(params.project) : undefined;
    return named ?? app.projects.open();
  });
}
