import type { Project } from "@switchyard/core/protocol";
import { type Accessor, createEffect, createMemo, createSignal, onCleanup, untrack } from "solid-js";
import type { App } from "../../state/app.ts";
import { recall } from "../../state/local.ts";
import type { PersonaPlace } from "../../state/personas.ts";
import { formValues as values } from "./form-values.ts";

/** Where the session is to work. */
export interface StartPlace {
  /** Undefined: in a folder that is typed. */
  readonly project: Accessor<Project | undefined>;
  /** The project's root, else the folder. */
  readonly folder: Accessor<string>;
  /** The same, as personas are asked for; a path that is being typed names no folder yet. */
  readonly personaPlace: Accessor<PersonaPlace>;
}

export function createStartPlace(app: App): StartPlace {
  const typed = () => values.folder ?? keptFolder(app.settings.cwd()) ?? "";
  const project = createMemo(() => {
    if (values.project !== null) return app.projects.get(values.project);
    return app.projects.list().find((one) => one.path === typed());
  });
  const [still, setStill] = createSignal(untrack(typed));
  createEffect(() => {
    const now = typed();
    const settled = setTimeout(() => setStill(now), untrack(still) === "" ? 0 : SETTLED_MS);
    onCleanup(() => clearTimeout(settled));
  });
  return {
    project,
    folder: () => project()?.path ?? typed(),
    personaPlace() {
      const known = project();
      if (known !== undefined) return { projectId: known.projectId };
      return still().trim() === "" ? {} : { cwd: still().trim() };
    },
  };
}

const SETTLED_MS = 300;

/** The last folder, while the bridge stands for the same one; started for another, that one is meant. */
function keptFolder(bridgeCwd: string | null): string | null {
  return recall("start.for") === bridgeCwd ? (recall("start.folder") ?? bridgeCwd) : bridgeCwd;
}
