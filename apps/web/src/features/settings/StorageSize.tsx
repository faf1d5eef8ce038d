import { createResource, Match, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { keepingWords } from "../../words/keeping-words.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { ReadFailed } from "./ReadFailed.tsx";

const say = keepingWords.size;

/** How much the sessions take on the disk, and what makes room. */
export function StorageSize() {
  const app = useApp();
  // Read anew with each connection, so that a bridge that comes back is asked.
  const [size, { refetch }] = createResource(
    () => app.connection.epoch() || null,
    () => app.wire.call("getStorage", {}).catch((thrown: unknown) => toWireError(thrown)),
  );
  const told = () => {
    const read = size.latest;
    return read instanceof Error ? undefined : read;
  };
  const error = () => {
    const read = size.latest;
    return read instanceof Error ? read : undefined;
  };
  const line = (read: NonNullable<ReturnType<typeof told>>) =>
    [say.size(read.bytes, read.sessions), read.freeBytes === null ? "" : say.free(read.freeBytes)]
      .filter((part) => part !== "")
      .join(", ");
  return (
    <section aria-labelledby="settings-storage">
      <h2 id="settings-storage">{say.title}</h2>
      <Switch fallback={<p class="small text-3">{say.reading}</p>}>
        <Match when={told()}>{(read) => <p>{line(read())}</p>}</Match>
        <Match when={error()}>
          {(error) => <ReadFailed what={say.failed} error={error()} onRetry={() => void refetch()} />}
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
