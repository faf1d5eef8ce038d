import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ProjectId } from "@switchyard/core/protocol";
import type { Client } from "@switchyard/testkit/bridge";
import {
  exampleIssues,
  type FakeBdCall,
  type FakeWorkspace,
  installFakeBr,
  makeWorkspace,
} from "@switchyard/testkit/fake-bd";
import { test } from "vitest";
import { type ProjectYard, startProjectYard } from "./project-yard.ts";

/** A bridge with one project, whose tracker's program is a fake; the user is dana. */
export interface WritesYard extends AsyncDisposable {
  readonly yard: ProjectYard;
  readonly client: Client;
  readonly at: FakeWorkspace;
  readonly projectId: ProjectId;
  /** Calls the tracker's program as an agent of this name does. */
  agent(name: string, ...args: readonly string[]): Promise<Ran>;
  /** What the tracker holds of a bead. */
  stored(id: string): Promise<Record<string, unknown> | undefined>;
  /** The bridge's calls so far that change something. */
  writes(): Promise<FakeBdCall[]>;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface WritesYardOptions {
  /** @default "1.3.0" */
  readonly bd?: string;
  /** The version of br; then there is no bd. */
  readonly br?: string;
}

const VERSION = "1.3.0";

export async function startWritesYard({ bd = VERSION, br }: WritesYardOptions = {}): Promise<WritesYard> {
  const yard = await startProjectYard({
    bd: br === undefined ? bd : null,
    env: { BD_ACTOR: "dana", BEADS_ACTOR: "dana", FAKE_BD_CALLER: "bridge" },
    before: async (home) => {
      if (br !== undefined) await installFakeBr(join(home, "bin"), { version: br });
    },
  });
  const how = br === undefined ? { bd } : { br };
  return {
    ...(await openTracker("shop", { yard, ...how })),
    [Symbol.asyncDispose]: () => yard[Symbol.asyncDispose](),
  };
}

/** One more project with a tracker of its own beside that of `testInOneYard`, in whose yard it stays. */
export function trackerBeside({ yard }: WritesYard, name: string): Promise<WritesYard> {
  return openTracker(name, { yard });
}

/** The yard goes on when it ends. */
async function openTracker(
  name: string,
  { yard, bd = VERSION, br }: WritesYardOptions & Pick<WritesYard, "yard">,
): Promise<WritesYard> {
  const how = br === undefined ? { version: bd } : { storage: "sqlite" as const };
  const at = await makeWorkspace(join(yard.home, name), exampleIssues(), how);
  if (br !== undefined) await writeFile(join(at.beadsDir, ".write.lock"), "");
  const { projectId } = await yard.client.call("addProject", { path: at.root });
  const program = join(yard.home, "bin", br === undefined ? "bd" : "br");
  return {
    yard,
    client: yard.client,
    at,
    projectId,
    agent: (caller, ...args) => runAs(caller, { program, args, cwd: at.root }),
    stored: async (id) => (await at.read()).find((issue) => issue["id"] === id),
    writes: async () =>
      (await at.journal()).filter(({ caller, command }) => caller === "bridge" && !READS.has(command)),
    async [Symbol.asyncDispose]() {
      await yard.client.call("removeProject", { projectId });
    },
  };
}

/** Tests of one file that share a yard with its beads: none changes what another asks for. */
export const testInOneYard = test.extend<{ yard: WritesYard }>({
  yard: [
    // oxlint-disable-next-line no-empty-pattern -- vitest reads there which others it needs
    async ({}, use) => {
      await using yard = await startWritesYard();
      await use(yard);
    },
    { scope: "file" },
  ],
});

const READS = new Set(["", "version", "context", "where", "list", "show", "comments", "config get"]);

interface Order {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** Each name is a caller of its own: it waits for the others, as agents do. */
function runAs(name: string, { program, args, cwd }: Order): Promise<Ran> {
  const env = { ...process.env, FAKE_BD_CALLER: name, BD_ACTOR: name, BEADS_ACTOR: name };
  return new Promise((resolve) => {
    const child = execFile(program, args, { cwd, env, maxBuffer: 2 ** 26 }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}
