import { Suspense } from "solid-js";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { words } from "../../words/en.ts";
import { lazyPart } from "./lazy-part.tsx";
import "./SessionPlace.css";

const SessionPanes = lazyPart(() => import("../split/SessionPanes.tsx"));

/** Fetches the session view before it is asked for, so that opening a session waits for nothing. */
export function preloadSessionView(): void {
  void SessionPanes.preload();
}

/** The session that the address names, and those beside it. */
export function SessionPlace() {
  return (
    <Suspense
      fallback={
        <div class="session-place-loading">
          <Skeleton label={words.list.loading} lines={["half", "full", "long", "full", "short"]} />
        </div>
      }
    >
      <SessionPanes />
    </Suspense>
  );
}
