import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/** A home and a project of a suite's own, and the environment of a user who has nothing else. */
export interface Home extends AsyncDisposable {
  readonly home: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

export async function makeHome(): Promise<Home> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "contract-")));
  const cwd = join(home, "project");
  await mkdir(cwd);
  const path = [dirname(process.execPath), "/usr/bin", "/bin"].join(delimiter);
  return {
    home,
    cwd,
    env: { PATH: path, HOME: home, TMPDIR: home, LANG: "C.UTF-8", ...compileCache() },
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** Where `npm test` keeps what Node compiled: dozens of starts of the same few programs. */
function compileCache(): Record<string, string> {
  const { NODE_COMPILE_CACHE } = process.env;
  return NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };
}
