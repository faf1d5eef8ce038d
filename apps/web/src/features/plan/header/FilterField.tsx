import { createShortcut } from "../../../keys/keyboard.ts";
import { Field } from "../../../ui/Field.tsx";
import { SearchIcon } from "../../../ui/icons.ts";
import { KeyHint } from "../../../ui/KeyHint.tsx";
import { projectWords } from "../../../words/project-words.ts";
import type { PlanFilter } from "../plan-filter.ts";

const words = projectWords.filter;

/** What beads must hold to be shown; `/` goes to it, Esc empties and then leaves it, ↓ goes to the tree. */
export function FilterField(props: { filter: PlanFilter }) {
  let field!: HTMLInputElement;
  createShortcut("filter", () => {
    field.focus();
    field.select();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      return document.querySelector<HTMLElement>('[role="treegrid"] [tabindex="0"]')?.focus();
    }
    if (event.key !== "Escape") return;
    event.preventDefault();
    if (props.filter.text() === "") field.blur();
    else props.filter.setText("");
  };
  return (
    <span class="plan-filter-field">
      <Field
        ref={(element) => (field = element)}
        type="search"
        label={words.label}
        hideLabel
        placeholder={words.placeholder}
        icon={SearchIcon}
        end={<KeyHint keys="/" />}
        value={props.filter.text()}
        onValue={(text) => props.filter.setText(text)}
        onKeyDown={onKeyDown}
      />
    </span>
  );
}
