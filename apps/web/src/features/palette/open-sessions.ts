import { useLocation } from "@solidjs/router";
import type { SessionInfo } from "@switchyard/core/protocol";
import type { App } from "../../state/app.ts";
import { focusedPane } from "../split/focused-pane.ts";
import { paneIds } from "../split/split-path.ts";

/** The sessions on screen. */
export interface OpenSessions {
  /** As they stand beside each other. */
  readonly ids: readonly string[];
  /** The one that the keys mean. */
  readonly session: SessionInfo | undefined;
}

export function useOpenSessions(app: App): OpenSessions {
  const location = useLocation();
  const first = /^\/sessions\/([^/]+)$/.exec(location.pathname)?.[1];
  if (first === undefined) return { ids: [], session: undefined };
  const { split } = location.query;
  const ids = paneIds(first, typeof split === "string" ? split : undefined);
  return { ids, session: app.sessions.get(focusedPane() ?? first) };
}
