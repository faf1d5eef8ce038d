import { Show, untrack } from "solid-js";
import { ShieldIcon } from "../../../ui/icons.ts";
import { askWords } from "../../../words/ask-words.ts";
import { sessionWords as words } from "../../../words/session-words.ts";
import { ModeMenu } from "../header/ModeMenu.tsx";
import { RulesList } from "../rules/RulesList.tsx";
import { useSession } from "../session-context.ts";
import { Part } from "./Part.tsx";

/** What the session may do without asking: its mode, and the user's standing rules. */
export function PermissionsPart() {
  const view = useSession();
  return (
    <Show when={view.backend?.capabilities.permissions !== false}>
      <Part
        icon={ShieldIcon}
        title={words.permissions}
        end={view.info.rules > 0 ? askWords.rules.count(view.info.rules) : undefined}
        folded={untrack(() => view.info.rules === 0)}
      >
        <div class="part-mode">
          <span>{words.modeName}</span>
          <ModeMenu />
        </div>
        <RulesList />
      </Part>
    </Show>
  );
}
