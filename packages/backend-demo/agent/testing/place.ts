import { mkdir, mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Place extends AsyncDisposable {
  readonly cwd: string;
  /** Where the demo keeps its conversations, as `XDG_STATE_HOME`. */
  readonly state: string;
}

/** A folder for a session and one for the demo's state, both of them empty. */
export async function newPlace(): Promise<Place> {
  const folder = await mkdtempDisposable(join(tmpdir(), "demo-"));
  const cwd = join(folder.path, "cwd");
  const state = join(folder.path, "state");
  await Promise.all([mkdir(cwd), mkdir(state)]);
  return { cwd, state, [Symbol.asyncDispose]: () => folder.remove() };
}
