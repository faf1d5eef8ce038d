import { type Accessor, createMemo, createResource } from "solid-js";
import { useApp } from "../../state/app.ts";
import { toWireError } from "../../wire/wire-error.ts";

interface Read<Told> {
  /** What was told last, also while it is read anew. */
  readonly told: Accessor<Told | undefined>;
  /** Why the last reading failed. */
  readonly error: Accessor<Error | undefined>;
  readonly isReading: Accessor<boolean>;
  readonly again: () => void;
}

/**
 * What a part of the settings reads from the bridge: whenever something else is asked for, and with each connection, so
 * that a bridge that comes back is asked.
 */
export function createRead<Asked, Told extends object>(
  asked: Accessor<Asked>,
  read: (asked: Asked) => Promise<Told>,
): Read<Told> {
  const { connection } = useApp();
  const question = createMemo(() => ({ epoch: connection.epoch(), asked: asked() }));
  const [answer, { refetch }] = createResource(
    () => (question().epoch > 0 ? question() : null),
    ({ asked }) =>
      read(asked).then(
        (told) => ({ told }),
        (thrown: unknown) => ({ error: toWireError(thrown) }),
      ),
  );
  const last = (): { told?: Told; error?: Error } => answer.latest ?? {};
  return {
    told: () => last().told,
    error: () => last().error,
    isReading: () => answer.loading,
    again: () => void refetch(),
  };
}
