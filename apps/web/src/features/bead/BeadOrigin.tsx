import { BeadOrigin as Origin, ORIGIN_KEY } from "@switchyard/core/protocol";
import { createEffect, createMemo, Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import { beadEditWords as words } from "../../words/bead-edit-words.ts";
import type { ShownBead } from "./BeadPage.tsx";

/** The session in which the thought of a bead was had, at the message. */
export function BeadOrigin(props: ShownBead) {
  const app = useApp();
  const origin = createMemo(() => {
    const parsed = Origin.safeParse(props.bead.metadata?.[ORIGIN_KEY]);
    return parsed.success ? parsed.data : null;
  });
  const session = () => {
    const from = origin();
    return from === null ? undefined : app.sessions.get(from.sessionId);
  };
  createEffect(() => {
    const from = origin();
    // It may be in no page of the list that was read; one that is gone is told without its title.
    if (from !== null && app.sessions.isLoaded() && session() === undefined)
      app.sessions.find([from.sessionId]).catch(() => undefined);
  });
  return (
    <Show when={origin()}>
      {(from) => (
        <>
          <dt>{words.origin}</dt>
          <dd>
            <a class="link" href={sessionPath(from().sessionId, from().seq)}>
              {words.originSession(session()?.title)}
            </a>
          </dd>
        </>
      )}
    </Show>
  );
}
