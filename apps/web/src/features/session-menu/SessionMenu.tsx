import { useLocation, useNavigate } from "@solidjs/router";
import type { SessionInfo } from "@switchyard/core/protocol";
import { Show } from "solid-js";
import { keyTable } from "../../keys/table.ts";
import { useApp } from "../../state/app.ts";
import { sessionPath } from "../../state/sessions.ts";
import { Button } from "../../ui/Button.tsx";
import { EllipsisIcon } from "../../ui/icons.ts";
import { Menu, type MenuItem } from "../../ui/Menu.tsx";
import { keepingWords } from "../../words/keeping-words.ts";
import { useShell } from "../shell/shell-context.ts";
import { createStopping } from "./create-stopping.ts";
import { type ActionPlace, actionsOf, beadFrom, type SessionAction } from "./session-actions.ts";
import { StopDialog } from "./StopDialog.tsx";

/** The button with everything that can be done with a session. */
export function SessionMenu(props: {
  session: SessionInfo;
  place: "header" | "row";
  tabindex?: number;
  /** In place of going to the list, where others are beside it. */
  onLeave?: () => void;
}) {
  const app = useApp();
  const navigate = useNavigate();
  const location = useLocation();
  const shell = useShell();
  const stopping = createStopping(app);
  const at = (): ActionPlace => ({
    app,
    session: props.session,
    place: props.place,
    go: (path) => (path === "/sessions" && props.onLeave ? props.onLeave() : navigate(path)),
    // A header is that of an open session, whichever of several the address leads to.
    isOpen: props.place === "header" || location.pathname === sessionPath(props.session.sessionId),
    stop: () => stopping.stop(props.session),
    newBead: () => shell.openNewBead(beadFrom(props.session)),
  });
  const items = (): MenuItem[] =>
    actionsOf(props.session).map((action, index, all) =>
      itemOf(action, { at, isParted: index > 0 && all[index - 1]?.group !== action.group }),
    );
  return (
    <>
      <Menu
        label={keepingWords.menu.of(props.session.title)}
        align={props.place === "row" ? "start" : "end"}
        items={items()}
        trigger={(trigger) => (
          <Button
            {...trigger}
            variant="ghost"
            size={props.place === "row" ? 24 : 28}
            icon={EllipsisIcon}
            label={props.place === "row" ? keepingWords.menu.of(props.session.title) : keepingWords.menu.more}
            {...(props.tabindex === undefined ? {} : { tabindex: props.tabindex })}
          />
        )}
      />
      <Show when={stopping.asked()}>
        <StopDialog onStop={() => stopping.answer(true)} onClose={() => stopping.answer(false)} />
      </Show>
    </>
  );
}

function itemOf(action: SessionAction, how: { at: () => ActionPlace; isParted: boolean }): MenuItem {
  const place = how.at();
  const reason = action.refuses?.(place.session) ?? null;
  const keys = action.key === undefined ? undefined : keyTable[action.key].keys[0];
  return {
    label: action.label,
    icon: action.icon,
    isParted: how.isParted,
    danger: action.danger === true,
    ...(keys === undefined ? {} : { keys }),
    ...(reason === null ? {} : { disabled: true, reason, detail: reason }),
    run: () => action.run(how.at()),
  };
}
