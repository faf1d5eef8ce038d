import type { Project } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import type { App } from "../../state/app.ts";
import type { ProjectChange } from "../../state/projects.ts";
import { toast } from "../../ui/toast.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { packWords } from "../../words/pack-words.ts";

/** What holds in a project alone, as it is once what was changed here is saved. */
export interface ProjectSave {
  /** Null: as everywhere. */
  choice(): string | null;
  off(): readonly string[];
  choose(backendId: string | null): void;
  turn(backendId: string, on: boolean): void;
}

/** What is changed shows at once; where the bridge refuses it, it goes back and the reason is told. */
export function createProjectSave(app: App, project: () => Project): ProjectSave {
  const [pending, setPending] = createSignal<ProjectChange>({});
  let saves = 0;

  async function save(change: ProjectChange): Promise<void> {
    saves += 1;
    const own = saves;
    setPending((before) => ({ ...before, ...change }));
    try {
      await app.projects.update(project().projectId, change);
    } catch (thrown) {
      toast(`${packWords.project.failed}: ${toWireError(thrown).message}`);
    }
    if (own === saves) setPending({});
  }

  const off = () => pending().backendsOff ?? project().backendsOff;
  return {
    choice() {
      const { cliBackend } = pending();
      return cliBackend === undefined ? project().cliBackend : cliBackend;
    },
    off,
    choose: (cliBackend) => void save({ cliBackend }),
    turn(backendId, on) {
      // The bridge refuses ids that it does not know: those of plug-ins that were removed.
      const others = off().filter((id) => id !== backendId && app.backends.get(id) !== undefined);
      void save({ backendsOff: on ? others : [...others, backendId] });
    },
  };
}
