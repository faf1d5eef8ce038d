import { readToken, tokenPath } from "./token.ts";
import { watchFile } from "./watch-file.ts";

/** Calls `onReplaced` with each new token that another process stores. Returns how to stop. */
export function watchToken(
  dataFolder: string,
  { current, onReplaced }: { current: string; onReplaced: (token: string) => void },
): () => void {
  let known = current;
  let stopped = false;

  async function look(): Promise<void> {
    const token = await readToken(dataFolder).catch(() => undefined);
    if (stopped || token === undefined || token === known) return;
    known = token;
    onReplaced(token);
  }

  const stopWatching = watchFile(tokenPath(dataFolder), () => void look());
  return () => {
    stopped = true;
    stopWatching();
  };
}
