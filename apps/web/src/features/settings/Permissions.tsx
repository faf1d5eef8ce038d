import type { PermissionMode } from "@switchyard/core/protocol";
import { For } from "solid-js";
import { Icon } from "../../ui/Icon.tsx";
import { LockIcon } from "../../ui/icons.ts";
import { Note } from "../../ui/Note.tsx";
import { askWords } from "../../words/ask-words.ts";
import { words } from "../../words/en.ts";

const say = askWords.settings;

/** What the permission modes mean, what "always" is, and why nothing here turns asking off. */
export function Permissions() {
  return (
    <section aria-labelledby="settings-permissions">
      <h2 id="settings-permissions">{say.title}</h2>
      <p class="small text-3">{say.text}</p>
      <dl class="settings-facts">
        <For each={MODES}>
          {(mode) => (
            <>
              <dt>{words.modes[mode]}</dt>
              <dd>{say.modes[mode]}</dd>
            </>
          )}
        </For>
        <dt>{say.always}</dt>
        <dd>{say.alwaysText}</dd>
      </dl>
      <div class="settings-note">
        <Note icon={<Icon of={LockIcon} />} title={say.fullAccess}>
          {say.fullAccessText}
        </Note>
      </div>
    </section>
  );
}

const MODES = ["default", "acceptEdits", "plan"] as const satisfies readonly PermissionMode[];
