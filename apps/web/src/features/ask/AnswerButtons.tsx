import type { PermissionOption } from "@switchyard/core/protocol";
import { Button, type ButtonProps } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { ChevronDownIcon } from "../../ui/icons.ts";
import { Menu } from "../../ui/Menu.tsx";
import { askWords as words } from "../../words/ask-words.ts";

interface AnswerProps {
  size: NonNullable<ButtonProps["size"]>;
  /** Whether the card's shortcuts act. */
  keys: boolean;
  held: boolean;
  disabled: boolean;
}

/** Always: in words what for and for how long, and only by way of a menu. */
export function AlwaysMenu(
  props: AnswerProps & {
    ref: (element: HTMLButtonElement) => void;
    option: PermissionOption;
    /** Why it is disabled. */
    reason: string;
    onChoose: () => void;
  },
) {
  const item = () => ({
    label: props.option.label,
    ...(props.option.detail === undefined ? {} : { detail: props.option.detail }),
    disabled: props.disabled,
    reason: props.reason,
    run: () => props.onChoose(),
  });
  return (
    <Menu
      label={words.always}
      items={[item()]}
      trigger={(trigger) => (
        <Button
          {...trigger}
          ref={(element) => {
            trigger.ref(element);
            props.ref(element);
          }}
          class="ask-always"
          size={props.size}
          held={props.held}
          disabled={props.disabled}
          reason={props.reason}
          aria-keyshortcuts={props.keys ? "Shift+A" : undefined}
          title={props.option.label}
        >
          <span class="cut">{props.option.label}</span>
          <Icon of={ChevronDownIcon} size={12} />
        </Button>
      )}
    />
  );
}

/** No, with what else a no can be behind it. */
export function RejectButtons(
  props: AnswerProps & {
    /** Rejecting for good, where that is another answer than rejecting. */
    always: PermissionOption | undefined;
    onReject: () => void;
    onAlways: () => void;
    onNote: () => void;
  },
) {
  const rest = () => [
    {
      label: words.rejectWithNote,
      ...(props.keys ? { keys: "Shift+R" } : {}),
      run: () => props.onNote(),
    },
    ...(props.always === undefined ? [] : [{ label: props.always.label, run: () => props.onAlways() }]),
  ];
  return (
    <span class="ask-reject">
      <Button
        size={props.size}
        {...(props.keys ? { keys: "R" } : {})}
        held={props.held}
        disabled={props.disabled}
        aria-keyshortcuts={props.keys ? "R" : undefined}
        onClick={() => props.onReject()}
      >
        {words.reject}
      </Button>
      <Menu
        label={words.rejectMore}
        align="end"
        items={rest()}
        trigger={(trigger) => (
          <Button
            {...trigger}
            size={props.size}
            icon={ChevronDownIcon}
            label={words.rejectMore}
            disabled={props.disabled}
          />
        )}
      />
    </span>
  );
}

/** The program takes no "no" for an answer: the way not to allow it is to end the turn. */
export function NoReject(props: {
  size: NonNullable<ButtonProps["size"]>;
  busy: boolean;
  onInterrupt: () => void;
}) {
  return (
    <Button size={props.size} disabled={props.busy} onClick={() => props.onInterrupt()}>
      {words.interrupt}
    </Button>
  );
}
