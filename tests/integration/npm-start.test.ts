import { spawn } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { connect } from "@switchyard/testkit/bridge";
import { expect, test } from "vitest";
import { z } from "zod";

const root = fileURLToPath(new URL("../..", import.meta.url));
const Ready = z.object({ url: z.string(), port: z.number(), token: z.string(), pid: z.number() });

test("npm start passes its flags on, means the folder it was called from, and takes the bridge with it", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "switchyard-npm-")));
  const npm = spawn("npm", ["--prefix", root, "start", "--", "--port", "0", "--json", "--no-open"], {
    cwd: folder,
    env: { ...process.env, INIT_CWD: undefined, SWITCHYARD_HOME: join(folder, "data") },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ready = Ready.parse(await firstJson(npm.stdout));
  expect(ready.url).toBe(`http://127.0.0.1:${ready.port}/#token=${ready.token}`);
  const client = await connect(ready);
  expect((await client.call("getSettings", {})).cwd).toBe(folder);
  npm.kill("SIGTERM");
  expect(await client.closed).toBe(1001);
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** npm says which script it runs before the script says anything. */
async function firstJson(output: NodeJS.ReadableStream): Promise<unknown> {
  for await (const line of createInterface({ input: output }))
    if (line.startsWith("{")) return JSON.parse(line);
  throw new Error("npm start ended before it was ready");
}
