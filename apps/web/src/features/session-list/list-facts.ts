import type { Project, SessionInfo } from "@switchyard/core/protocol";
import { createMemo } from "solid-js";
import type { App } from "../../state/app.ts";
import { topOf } from "../bead/top-of.ts";
import type { ListFacts, NamedGroup } from "./group-sessions.ts";

/** What the list needs to know of its sessions beyond themselves. */
export function createListFacts(app: App): ListFacts {
  const byPath = createMemo(() => new Map(app.projects.list().map((project) => [project.path, project])));
  const projectOf = (session: SessionInfo) =>
    app.projects.get(session.projectId) ?? byPath().get(session.cwd);
  return {
    statusOf: app.standing.statusOf,
    personaOf: (session) => app.personas.get(session.persona),
    backendOf: (session) => app.backends.get(session.backendId),
    projectOf: (session) => named(app, projectOf(session)),
    epicOf(session) {
      const project = app.projects.get(session.projectId);
      if (project === undefined || session.beadId === null) return undefined;
      const top = topOf(app.beads.of(project.projectId).relations(), session.beadId);
      return top && { key: `bead ${project.projectId} ${top.id}`, label: top.title, title: top.id };
    },
  };
}

function named(app: App, project: Project | undefined): NamedGroup | undefined {
  return (
    project && {
      key: `project ${project.projectId}`,
      label: app.projects.nameOf(project.projectId),
      title: project.path,
    }
  );
}
