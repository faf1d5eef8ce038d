import type { Place } from "./session-view.ts";

/** Where the user was in each session, as long as the page lives. */
export interface Places {
  /** Null: at the end, or never there. */
  of(sessionId: string): Place | null;
  leave(sessionId: string, place: Place | null): void;
}

export function createPlaces(): Places {
  const places = new Map<string, Place>();
  return {
    of: (sessionId) => places.get(sessionId) ?? null,
    leave(sessionId, place) {
      if (place === null) places.delete(sessionId);
      else places.set(sessionId, place);
    },
  };
}
