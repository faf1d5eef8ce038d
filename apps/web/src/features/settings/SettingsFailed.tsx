import { Show } from "solid-js";
import { useApp } from "../../state/app.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { RotateCwIcon, TriangleAlertIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { words } from "../../words/en.ts";
import { settingsWords } from "../../words/settings-words.ts";

/** The bridge answered, and not with the settings. */
export function SettingsFailed() {
  const app = useApp();
  return (
    <Show when={app.connection.link() === "live" && app.settings.error()}>
      {(error) => (
        <Note
          icon={<Icon of={TriangleAlertIcon} />}
          title={settingsWords.failed}
          role="alert"
          actions={
            <Button size={24} icon={RotateCwIcon} onClick={() => void app.settings.read()}>
              {words.tryNow}
            </Button>
          }
        >
          {error().message}
        </Note>
      )}
    </Show>
  );
}
