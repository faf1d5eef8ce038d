import { Navigate, Route, Router, type RouteSectionProps } from "@solidjs/router";
import { createMemo, Show } from "solid-js";
import { Door } from "../features/door/Door.tsx";
import { NoSuchPage } from "../features/shell/EmptyPlace.tsx";
import { lazyPart } from "../features/shell/lazy-part.tsx";
import { SessionPlace } from "../features/shell/SessionPlace.tsx";
import { SessionsPlace } from "../features/shell/SessionsPlace.tsx";
import { Shell } from "../features/shell/Shell.tsx";
import { AppContext, createApp } from "../state/app.ts";
import type { Wire } from "../wire/wire.ts";
import { keepPageTitle } from "./page-title.ts";

const InboxPlace = lazyPart(() => import("../features/inbox/InboxPlace.tsx"));
const FleetPlace = lazyPart(() => import("../features/fleet/FleetPlace.tsx"));
const PlanPlace = lazyPart(() => import("../features/plan/PlanPlace.tsx"));
const SearchPlace = lazyPart(() => import("../features/search/SearchPlace.tsx"));
const ProcessesPlace = lazyPart(() => import("../features/processes/ProcessesPlace.tsx"));
const SettingsPlace = lazyPart(() => import("../features/settings/SettingsPlace.tsx"));

/** The whole page over a wire; without one there is no token, and only the door. */
export function Page(props: { wire: Wire | null }) {
  return (
    <Show when={props.wire} fallback={<Door because="no-token" />} keyed>
      {(wire) => <Connected wire={wire} />}
    </Show>
  );
}

function Connected(props: { wire: Wire }) {
  const app = createApp(props.wire);
  const refused = createMemo(() => {
    const status = app.connection.status();
    return status.state === "refused" ? status.because : undefined;
  });
  return (
    <Show when={!refused()} fallback={<Door because={refused() ?? "token"} />}>
      <AppContext.Provider value={app}>
        <Router root={Root}>
          <Route path="/" component={() => <Navigate href="/sessions" />} />
          <Route path="/sessions" component={SessionsPlace} />
          <Route path="/sessions/:sessionId" component={SessionPlace} />
          <Route path="/inbox/:sessionId?/:requestId?" component={InboxPlace} />
          <Route path="/fleet" component={FleetPlace} />
          <Route path="/plan/:beadId?" component={PlanPlace} />
          <Route path="/search" component={SearchPlace} />
          <Route path="/processes" component={ProcessesPlace} />
          <Route path="/settings" component={SettingsPlace} />
          <Route path="/settings/:part" component={SettingsPart} />
          <Route path="*" component={NoSuchPage} />
        </Router>
      </AppContext.Provider>
    </Show>
  );
}

/** A part has an address of its own; it is a place in the one column. */
function SettingsPart(props: RouteSectionProps) {
  return <Navigate href={`/settings#${props.params["part"] ?? ""}`} />;
}

function Root(props: RouteSectionProps) {
  keepPageTitle();
  return <Shell {...props} />;
}
