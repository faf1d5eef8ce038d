import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { ProjectId, SessionId, SessionInfo } from "@switchyard/core/protocol";
import { exampleIssues, type FakeWorkspace, installFakeBd, makeWorkspace } from "@switchyard/testkit/fake-bd";
import { startYard, type Yard, type YardOptions } from "./yard.ts";

/** Two projects with beads and a `bd` that reads them, whose bridges come and go. */
export interface TwoProjects extends AsyncDisposable {
  readonly home: string;
  readonly shop: FakeWorkspace;
  readonly depot: FakeWorkspace;
  /** A bridge that goes on with what the one before it left. */
  yard(options?: YardOptions): Promise<Yard>;
}

export async function makeTwoProjects(): Promise<TwoProjects> {
  const home = await mkdtemp(join(tmpdir(), "switchyard-projects-"));
  const bin = join(home, "bin");
  await installFakeBd(bin);
  const env = { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}` };
  return {
    home,
    shop: await makeWorkspace(join(home, "shop"), exampleIssues()),
    depot: await makeWorkspace(join(home, "depot"), depotIssues()),
    yard: (options = {}) => startYard({ home, ...options, env: { ...env, ...options.env } }),
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Ten that are ready, `depot-0` to `depot-9`. */
function depotIssues(): Record<string, unknown>[] {
  return Array.from({ length: 10 }, (_, at) => ({
    id: `depot-${at}`,
    title: `Shelf ${at}`,
    status: "open",
    priority: 2,
    issue_type: "task",
    created_at: "2026-02-01T09:00:00Z",
    updated_at: "2026-02-01T09:00:00Z",
  }));
}

export async function addProject(yard: Yard, { root }: FakeWorkspace): Promise<ProjectId> {
  return (await yard.client.call("addProject", { path: root })).projectId;
}

export async function infoOf(yard: Yard, sessionId: SessionId): Promise<SessionInfo> {
  const { sessions } = await yard.client.call("listSessions", {});
  const info = sessions.find((each) => each.sessionId === sessionId);
  if (info === undefined) throw new Error(`There is no session ${sessionId}.`);
  return info;
}
