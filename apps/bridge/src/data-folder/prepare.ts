import { chmod, mkdir, stat } from "node:fs/promises";
import { StartError } from "../start-error.ts";

/** Makes the folder, or closes an existing one, to everybody but its user. */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const { mode, uid } = await stat(folder);
    if (process.getuid !== undefined && uid !== process.getuid()) {
      throw new StartError(
        `The data folder ${folder} belongs to another user; set SWITCHYARD_HOME to one of yours.`,
      );
    }
    if ((mode & 0o077) !== 0) await chmod(folder, 0o700);
  } catch (error) {
    if (error instanceof StartError) throw error;
    const reason = error instanceof Error ? error.message : "unknown fault";
    throw new StartError(`The data folder ${folder} cannot be used: ${reason}`, { cause: error });
  }
}
