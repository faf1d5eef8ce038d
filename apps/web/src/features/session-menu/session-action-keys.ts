import { useLocation, useNavigate } from "@solidjs/router";
import { createShortcut } from "../../keys/keyboard.ts";
import type { KeyName } from "../../keys/table.ts";
import { useApp } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import { toast } from "../../ui/toast.ts";
import { focusedPane } from "../split/focused-pane.ts";
import { actionsOf, sessionActions } from "./session-actions.ts";

/** Binds the keys of the action table: they mean the row that has the focus, else the open session. */
export function createSessionActionKeys(): void {
  const app = useApp();
  const navigate = useNavigate();
  const location = useLocation();

  function act(key: KeyName): void {
    const focused = document.activeElement?.closest<HTMLElement>("[data-session-row]");
    const openId = focusedPane() ?? /^\/sessions\/([^/]+)$/.exec(location.pathname)?.[1];
    const session = app.sessions.get(focused?.dataset["sessionRow"] ?? openId ?? "");
    const action = session && actionsOf(session).find((candidate) => candidate.key === key);
    if (session === undefined || action === undefined) return;
    const reason = action.refuses?.(session) ?? null;
    if (reason !== null) return toast(reason);
    action.run({
      app,
      session,
      place: focused ? "row" : "header",
      go: navigate,
      isOpen: location.pathname === sessionPath(session.sessionId),
      stop: () => undefined,
      newBead: () => undefined,
    });
  }

  const keys = new Set(sessionActions.flatMap((action) => (action.key === undefined ? [] : [action.key])));
  for (const key of keys) createShortcut(key, () => act(key));
}
