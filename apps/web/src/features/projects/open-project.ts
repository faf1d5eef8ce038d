import { useNavigate } from "@solidjs/router";
import type { ProjectId } from "@switchyard/core/protocol";
import { type Accessor, createSignal } from "solid-js";
import { useApp } from "../../state/app.ts";
import { projectWords } from "../../words/project-words.ts";
import { tellFailure } from "../session-menu/tell-failure.ts";

/** Makes a project the open one and shows its plan. */
export function useOpenProject(): (projectId: ProjectId) => void {
  const app = useApp();
  const navigate = useNavigate();
  return (projectId) => {
    const work = app.projects.openProject(projectId).then(() => navigate("/plan"));
    tellFailure(projectWords.settings.openFailed, work);
  };
}

/** Opens the sample project, which the bridge copies to a place of its own the first time, and shows its plan. */
export function useOpenSample(): { open: () => void; isBusy: Accessor<boolean> } {
  const app = useApp();
  const navigate = useNavigate();
  const [isBusy, setBusy] = createSignal(false);
  const run = async () => {
    setBusy(true);
    try {
      await app.projects.addSample();
      navigate("/plan");
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    open() {
      if (!isBusy()) tellFailure(projectWords.sampleProject.failed, run());
    },
  };
}
