import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ChevronDownIcon } from "../../../ui/icons.ts";
import { Menu } from "../../../ui/Menu.tsx";
import { projectWords } from "../../../words/project-words.ts";
import type { ClosedShown, PlanFilter } from "../plan-filter.ts";

const words = projectWords.filter;

/** Which closed beads show with the open ones. */
export function ClosedMenu(props: { filter: PlanFilter }) {
  return (
    <Menu
      label={words.closedMenu}
      items={CHOICES.map((choice) => ({
        label: capital(words.closedOptions[choice]),
        checked: choice === props.filter.closed(),
        run: () => props.filter.setClosed(choice),
      }))}
      trigger={(trigger) => (
        <Button {...trigger} class="plan-closed" variant="ghost" size={24}>
          {words.closed(words.closedOptions[props.filter.closed()])}
          <Icon of={ChevronDownIcon} size={12} />
        </Button>
      )}
    />
  );
}

const CHOICES: readonly ClosedShown[] = ["hide", "24h", "7d", "30d", "all"];

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
