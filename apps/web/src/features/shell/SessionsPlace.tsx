import { Match, Suspense, Switch } from "solid-js";
import { useApp } from "../../state/app.ts";
import { NothingOpen } from "./EmptyPlace.tsx";
import { lazyPart } from "./lazy-part.tsx";

const FirstRun = lazyPart(() => import("../first-run/FirstRun.tsx"));

/** `/sessions` without a session: the welcome where there is none at all, else what to do next. */
export function SessionsPlace() {
  const app = useApp();
  return (
    <Switch>
      <Match when={app.sessions.isLoaded() && app.sessions.isEmpty()}>
        {/* Of its own: in the shell's, who goes elsewhere while it loads would wait for it for ever. */}
        <Suspense>
          <FirstRun />
        </Suspense>
      </Match>
      <Match when={app.sessions.isLoaded()}>
        <NothingOpen />
      </Match>
    </Switch>
  );
}
