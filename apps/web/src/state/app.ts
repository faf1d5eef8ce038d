import { createContext, createMemo, useContext } from "solid-js";
import type { Wire } from "../wire/wire.ts";
import { type Backends, createBackends } from "./backends.ts";
import { type BeadEdits, createBeadEdits } from "./bead-edits.ts";
import { type BeadSessions, createBeadSessions } from "./bead-sessions.ts";
import { type BeadsState, createBeads } from "./beads.ts";
import { type Connection, createConnection } from "./connection.ts";
import { createDrafts, type Drafts } from "./drafts.ts";
import { createOutbox, type Outbox } from "./outbox.ts";
import { createPacks, type PacksState } from "./packs.ts";
import { createPersonas, type Personas } from "./personas.ts";
import { createPlaces, type Places } from "./places.ts";
import { createProjects, type ProjectsState } from "./projects.ts";
import { createRequests, type Requests } from "./requests.ts";
import { createSeen, type Seen } from "./seen.ts";
import { createSessions, type Sessions } from "./sessions.ts";
import { createSettings, type SettingsState } from "./settings.ts";
import { createSnoozed, type Snoozed } from "./snoozed.ts";
import { createStanding, type Standing } from "./standing.ts";

/** All that the page knows, and its way to the bridge. */
export interface App {
  readonly wire: Wire;
  readonly connection: Connection;
  readonly sessions: Sessions;
  readonly backends: Backends;
  readonly personas: Personas;
  readonly packs: PacksState;
  readonly settings: SettingsState;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly places: Places;
  readonly seen: Seen;
  readonly snoozed: Snoozed;
  readonly standing: Standing;
  readonly requests: Requests;
  readonly projects: ProjectsState;
  readonly beads: BeadsState;
  readonly beadEdits: BeadEdits;
  readonly beadSessions: BeadSessions;
}

/** Builds the page's state over a wire; it lives as long as the owner that creates it. */
export function createApp(wire: Wire): App {
  const connection = createConnection(wire);
  const sessions = createSessions(wire, connection);
  const backends = createBackends(wire, connection);
  const beads = createBeads(wire, connection);
  const seen = createSeen();
  const requests = createRequests(wire, connection);
  const snoozed = createSnoozed();
  const standing = createStanding(sessions, { backends, seen, requests, snoozed });
  return {
    wire,
    connection,
    sessions,
    backends,
    personas: createPersonas(wire, connection),
    packs: createPacks(wire, connection),
    settings: createSettings(wire, connection),
    outbox: createOutbox(wire, connection),
    drafts: createDrafts(),
    places: createPlaces(),
    seen,
    snoozed,
    standing,
    requests,
    projects: createProjects(wire, connection),
    beads,
    beadEdits: createBeadEdits(wire, { beads, connection }),
    beadSessions: createBeadSessions(sessions, standing),
  };
}

export const AppContext = createContext<App>();

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === undefined) throw new Error("useApp needs an AppContext.Provider above it");
  return app;
}

/** A memo of one session's status, as the whole page tells it. */
export function useStatus(sessionId: () => string) {
  const app = useApp();
  return createMemo(() => app.standing.statusOf(sessionId()));
}
