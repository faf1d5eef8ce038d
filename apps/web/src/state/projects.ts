import type { ParamsOf, Project, ProjectId } from "@switchyard/core/protocol";
import { type Accessor, createMemo, createSignal, onCleanup } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import type { Connection } from "./connection.ts";
import { onConnect } from "./on-connect.ts";

/** The projects of the bridge. What changes them is told by an event too, so nothing is shown before it is true. */
export interface ProjectsState {
  /** Favourites first, then those opened last. */
  readonly list: Accessor<readonly Project[]>;
  readonly isLoaded: Accessor<boolean>;
  readonly error: Accessor<WireError | null>;
  /** The one that is meant when none is named. */
  readonly open: Accessor<Project | null>;
  get(projectId: string | null | undefined): Project | undefined;
  /** Its name; where two are called alike, with the folder above. */
  nameOf(projectId: string): string;
  /** Resolves when the project is in the list; the actions reject with a `WireError`. */
  add(path: string): Promise<ProjectId>;
  addSample(): Promise<ProjectId>;
  remove(projectId: ProjectId): Promise<void>;
  openProject(projectId: ProjectId): Promise<void>;
  toggleFavorite(projectId: ProjectId): Promise<void>;
  /** Changes what holds in a project alone; what is not named stays. */
  update(projectId: ProjectId, change: ProjectChange): Promise<void>;
  reload(): Promise<void>;
}

export type ProjectChange = Omit<ParamsOf<"updateProject">, "projectId">;

export function createProjects(wire: Wire, connection: Connection): ProjectsState {
  const [store, setStore] = createStore<{ list: Project[] }>({ list: [] });
  const [isLoaded, setLoaded] = createSignal(false);
  const [error, setError] = createSignal<WireError | null>(null);
  const byId = createMemo(() => new Map(store.list.map((project) => [project.projectId as string, project])));
  const names = createMemo(() => namesOf(store.list));

  const write = (projects: Project[]) => {
    setStore("list", reconcile(projects, { key: "projectId" }));
    setLoaded(true);
    setError(null);
  };
  onCleanup(wire.on("project-list-changed", ({ projects }) => write(projects)));

  async function reload(): Promise<void> {
    try {
      write((await wire.call("getProjects", {})).projects);
    } catch (thrown) {
      setError(toWireError(thrown));
    }
  }
  onConnect(connection, () => void reload());

  return {
    list: () => store.list,
    isLoaded,
    error,
    open: createMemo(() => store.list.find((project) => project.isOpen) ?? null),
    get: (projectId) => (projectId ? byId().get(projectId) : undefined),
    nameOf: (projectId) => names().get(projectId) ?? projectId,
    async add(path) {
      const { projectId } = await wire.call("addProject", { path });
      await reload();
      return projectId;
    },
    async addSample() {
      const { projectId } = await wire.call("addSampleProject", {});
      await reload();
      return projectId;
    },
    async remove(projectId) {
      await wire.call("removeProject", { projectId });
      await reload();
    },
    async openProject(projectId) {
      await wire.call("openProject", { projectId });
      await reload();
    },
    async toggleFavorite(projectId) {
      await wire.call("toggleFavorite", { projectId });
      await reload();
    },
    async update(projectId, change) {
      await wire.call("updateProject", { projectId, ...change });
      await reload();
    },
    reload,
  };
}

function namesOf(projects: readonly Project[]): Map<string, string> {
  const alike = Map.groupBy(projects, (project) => project.name);
  return new Map(
    projects.map((project) => {
      const isAlone = (alike.get(project.name)?.length ?? 0) < 2;
      const above = project.path.split("/").filter(Boolean).at(-2);
      return [project.projectId, isAlone || above === undefined ? project.name : `${above}/${project.name}`];
    }),
  );
}
