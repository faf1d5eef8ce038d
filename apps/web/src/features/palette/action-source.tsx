import { useLocation, useNavigate } from "@solidjs/router";
import type { SessionInfo } from "@switchyard/core/protocol";
import { actionsHere } from "../../keys/keyboard.ts";
import { type KeyEntry, keyTable } from "../../keys/table.ts";
import { useApp } from "../../state/app.ts";
import { Icon } from "../../ui/Icon.tsx";
import { CommandIcon } from "../../ui/icons.ts";
import { toast } from "../../ui/toast.ts";
import { paletteWords as words } from "../../words/palette-words.ts";
import type { Stopping } from "../session-menu/create-stopping.ts";
import { actionsOf, beadFrom, type SessionAction, sessionActions } from "../session-menu/session-actions.ts";
import { places } from "../shell/places.ts";
import { useShell } from "../shell/shell-context.ts";
import { splitPath } from "../split/split-path.ts";
import { listSource, type PaletteRow, type Source } from "./find-rows.ts";
import type { OpenSessions } from "./open-sessions.ts";

/** What can be done: with the open session, then in the place that is open, then anywhere. */
export function useActionSource(open: OpenSessions, stopping: Stopping): Source {
  const session = open.session;
  const rows = [...(session === undefined ? [] : useSessionRows(session, { open, stopping })), ...keyRows()];
  // The same in the menu and by its key: once, with the key.
  const byLabel = new Map(rows.map((row) => [row.label, row]));
  return listSource(
    rows.filter((row) => byLabel.get(row.label) === row),
    {
      label: words.actions,
      most: 20,
      keyOf: ({ key }) => key,
      textOf: ({ label }) => label,
      rowOf: (row) => row,
    },
  );
}

/** The keys that act, those of the place first. */
function keyRows(): PaletteRow[] {
  const inOrder = Object.values<KeyEntry>(keyTable);
  const rank = (entry: KeyEntry) =>
    entry.group === "anywhere"
      ? inOrder.length + inOrder.indexOf(entry)
      : Math.max(0, inOrder.indexOf(entry));
  return actionsHere()
    .filter(({ entry }) => !TOLD_ELSEWHERE.has(entry))
    .toSorted((a, b) => rank(a.entry) - rank(b.entry))
    .map(({ entry, run }) => ({
      key: `action:${entry.label}`,
      label: entry.label,
      icon: () => <Icon of={CommandIcon} size={14} />,
      ...(entry.keys[0] === undefined ? {} : { keys: entry.keys[0] }),
      run,
    }));
}

/** Those of places, and those that the menu of a session has in better words. */
const TOLD_ELSEWHERE: ReadonlySet<KeyEntry> = new Set([
  ...places.map(({ key }) => keyTable[key]),
  ...sessionActions.flatMap(({ key }) => (key === undefined ? [] : [keyTable[key]])),
]);

function useSessionRows(
  session: SessionInfo,
  { open, stopping }: { open: OpenSessions; stopping: Stopping },
): PaletteRow[] {
  const app = useApp();
  const shell = useShell();
  const navigate = useNavigate();
  const location = useLocation();
  const others = open.ids.filter((id) => id !== session.sessionId);
  const isAlone = location.query["window"] === "1";
  const run = (action: SessionAction) => {
    const reason = action.refuses?.(session) ?? null;
    if (reason !== null) return toast(reason);
    action.run({
      app,
      session,
      place: "header",
      // Left, it leaves those beside it where they are.
      go: (path) => navigate(path === "/sessions" ? splitPath(others, isAlone && others.length > 0) : path),
      isOpen: true,
      stop: () => stopping.stop(session),
      newBead: () => shell.openNewBead(beadFrom(session)),
    });
  };
  return actionsOf(session).map((action) => {
    const keys = action.key === undefined ? undefined : keyTable[action.key].keys[0];
    return {
      key: `session-action:${action.label}`,
      label: action.label,
      icon: () => <Icon of={action.icon} size={14} />,
      detail: () => action.refuses?.(session) ?? "",
      ...(keys === undefined ? {} : { keys }),
      run: () => run(action),
    };
  });
}
