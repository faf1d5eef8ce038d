import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { ShieldIcon } from "../../ui/icons.ts";
import { Segmented } from "../../ui/Segmented.tsx";
import { words } from "../../words/en.ts";
import type { StartBackend } from "./start-backend.ts";

/** What the agent may do without asking, as far as the chosen backend can ask. */
export function PermissionChoice(props: { runs: StartBackend; error: string | undefined }) {
  const app = useApp();
  const chosen = () => app.backends.get(props.runs.backend() ?? "");
  const detail = () =>
    chosen()?.capabilities.permissions === false
      ? words.start.neverAsks(chosen()?.displayName ?? "")
      : words.modesDetail[props.runs.permissionMode()];
  return (
    <div class="start-permissions">
      <span class="start-label">{words.start.permissions}</span>
      <Segmented
        label={words.start.permissions}
        value={props.runs.permissionMode()}
        onValue={(mode) => props.runs.choosePermissionMode(mode)}
        options={props.runs.permissionModes().map((mode) => ({
          value: mode,
          label: words.modes[mode],
          title: words.modesDetail[mode],
          ...(mode === "default" && { icon: ShieldIcon }),
        }))}
      />
      <span class="small text-3">{detail()}</span>
      <Show when={props.error}>
        <span class="start-fault" role="alert">
          {props.error}
        </span>
      </Show>
    </div>
  );
}
