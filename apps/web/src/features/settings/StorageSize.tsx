import type { ResultOf } from "@switchyard/core/protocol";
import { Match, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { keepingWords } from "../../words/keeping-words.ts";
import { createRead } from "./create-read.ts";
import { ReadFailed } from "./ReadFailed.tsx";

const say = keepingWords.size;

/** How much the sessions take on the disk, and what makes room. */
export function StorageSize() {
  const app = useApp();
  const { told, error, again } = createRead(
    () => null,
    () => app.wire.call("getStorage", {}),
  );
  const line = (read: ResultOf<"getStorage">) =>
    [say.size(read.bytes, read.sessions), read.freeBytes === null ? "" : say.free(read.freeBytes)]
      .filter((part) => part !== "")
      .join(", ");
  return (
    <section aria-labelledby="settings-storage">
      <h2 id="settings-storage">{say.title}</h2>
      <Switch fallback={<p class="small text-3">{say.reading}</p>}>
        <Match when={told()}>{(read) => <p>{line(read())}</p>}</Match>
        <Match when={error()}>
          {(error) => <ReadFailed what={say.failed} error={error()} onRetry={again} />}
        </Match>
      </Switch>
      <p class="small text-3">
        {say.text}{" "}
        <a class="link" href="/sessions">
          {say.toSessions}
        </a>
      </p>
    </section>
  );
}
