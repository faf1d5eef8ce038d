import { locateDataFolder } from "../data-folder/locate.ts";
import { prepareDataFolder } from "../data-folder/prepare.ts";
import { replaceToken } from "../data-folder/token.ts";

/** Replaces the token; a bridge that runs sees it by itself and closes every socket. */
export async function rotate(env: Readonly<Record<string, string | undefined>>): Promise<void> {
  const dataFolder = locateDataFolder(env);
  await prepareDataFolder(dataFolder);
  await replaceToken(dataFolder);
}
