import { expect, test, vi } from "vitest";
import { otherProjectId, project, projectId } from "../testing/beads.ts";
import { startApp } from "../testing/with-app.ts";

const two = [
  project({ path: "/home/ada/code/api", name: "api" }),
  project({ projectId: otherProjectId, path: "/srv/api", name: "api", isOpen: false }),
];

test("projects are read, the open one is known, and two of one name are told apart", async () => {
  const { app } = await startApp({ getProjects: () => ({ projects: two }) }, () => undefined);
  await vi.waitUntil(() => app.projects.isLoaded());
  expect(app.projects.open()?.projectId).toBe(projectId);
  expect(app.projects.nameOf(projectId)).toBe("code/api");
  expect(app.projects.nameOf(otherProjectId)).toBe("srv/api");
  expect(app.projects.get(otherProjectId)?.path).toBe("/srv/api");
  expect(app.projects.get(null)).toBeUndefined();
});

test("a project that is added is in the list when that is answered", async () => {
  const { app, bridge } = await startApp({ addProject: () => ({ projectId }) }, () => undefined);
  await vi.waitUntil(() => app.projects.isLoaded());
  bridge.handlers.getProjects = () => ({ projects: [project()] });
  expect(await app.projects.add("/home/ada/code/parcel-api/src")).toBe(projectId);
  expect(app.projects.get(projectId)?.name).toBe("parcel-api");
});

test("a change of the list that is told is shown", async () => {
  const { app, bridge } = await startApp({ getProjects: () => ({ projects: two }) }, () => undefined);
  await vi.waitUntil(() => app.projects.isLoaded());
  bridge.emit("project-list-changed", { projects: [project({ isFavorite: true })] });
  await vi.waitUntil(() => app.projects.list().length === 1);
  expect(app.projects.get(projectId)?.isFavorite).toBe(true);
});

test("what is refused rejects with the bridge's words", async () => {
  const refuse = { code: "FOLDER_NOT_FOUND", message: "There is no folder /nope." };
  const { app } = await startApp({ addProject: () => ({ refuse }) }, () => undefined);
  await expect(app.projects.add("/nope")).rejects.toThrow("There is no folder /nope.");
});
