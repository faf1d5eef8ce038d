import type { PermissionOption } from "@switchyard/core/protocol";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ChevronDownIcon } from "../../../ui/icons.ts";
import { Menu } from "../../../ui/Menu.tsx";
import { sessionWords } from "../../../words/session-words.ts";
import { attempt, useSession } from "../session-context.ts";

const words = sessionWords.ask;

/** Always: in words what for and for how long, and only by way of a menu. */
export function AlwaysMenu(props: {
  ref: (element: HTMLButtonElement) => void;
  option: PermissionOption;
  held: boolean;
  disabled: boolean;
  onChoose: () => void;
}) {
  const item = () => ({
    label: props.option.label,
    ...(props.option.detail === undefined ? {} : { detail: props.option.detail }),
    disabled: props.disabled,
    reason: words.readFirst,
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
          held={props.held}
          disabled={props.disabled}
          reason={words.readFirst}
          aria-keyshortcuts="Shift+A"
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
export function RejectButtons(props: {
  /** Rejecting for good, where that is another answer than rejecting. */
  always: PermissionOption | undefined;
  held: boolean;
  disabled: boolean;
  onReject: () => void;
  onAlways: () => void;
  onNote: () => void;
}) {
  const rest = () => [
    { label: words.rejectWithNote, keys: "Shift+R", run: () => props.onNote() },
    ...(props.always === undefined ? [] : [{ label: props.always.label, run: () => props.onAlways() }]),
  ];
  return (
    <span class="ask-reject">
      <Button
        keys="R"
        held={props.held}
        disabled={props.disabled}
        aria-keyshortcuts="R"
        onClick={() => props.onReject()}
      >
        {words.reject}
      </Button>
      <Menu
        label={words.rejectMore}
        align="end"
        items={rest()}
        trigger={(trigger) => <Button {...trigger} icon={ChevronDownIcon} label={words.rejectMore} />}
      />
    </span>
  );
}

/** The program takes no "no" for an answer: the way not to allow it is to end the turn. */
export function NoReject(props: { busy: boolean }) {
  const view = useSession();
  return (
    <Button
      disabled={props.busy}
      onClick={() => void attempt(sessionWords.interruptFailed, () => view.interrupt())}
    >
      {sessionWords.interrupt}
    </Button>
  );
}
