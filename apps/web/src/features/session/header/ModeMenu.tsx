import { createSignal, Show } from "solid-js";
import { createShortcut } from "../../../keys/keyboard.ts";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ChevronDownIcon, ShieldIcon } from "../../../ui/icons.ts";
import { Menu, type MenuItem } from "../../../ui/Menu.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { askWords } from "../../../words/ask-words.ts";
import { sessionWords as words } from "../../../words/session-words.ts";
import { lazyDialog } from "../../shell/lazy-part.tsx";
import { createWish } from "../create-wish.ts";
import { attempt, useSession } from "../session-context.ts";
import { sessionKeys } from "../session-keys.ts";

const RulesDialog = lazyDialog(() => import("../rules/RulesDialog.tsx"));

/**
 * What the session may do without asking: the modes, and what the user always allowed. A change shows at once,
 * marked, and is true when the bridge says so.
 */
export function ModeMenu(props: {
  /** Whether M opens it: one of those on screen. */
  hasKey?: boolean;
}) {
  const view = useSession();
  const [showsRules, setShowsRules] = createSignal(false);
  let button: HTMLButtonElement | undefined;
  const mode = createWish(
    () => view.info.permissionMode,
    (wanted) => attempt(words.modeFailed, () => view.setPermissionMode(wanted)),
  );
  const cannotAsk = () => view.backend?.capabilities.permissions === false;
  const isStopped = () => view.info.status === "stopped";
  const canChange = () => view.backend?.capabilities.setPermissionMode === true;
  const modes = () =>
    (view.backend?.capabilities.permissionModes ?? []).filter((one) => one !== "bypassPermissions");
  const offered = () => (modes().length > 1 ? modes() : []);
  const items = (): MenuItem[] => [
    ...offered().map((one): MenuItem => ({
      label: words.modes[one],
      detail: words.modeDetails[one],
      checked: one === mode.shown(),
      disabled: !canChange() && one !== mode.shown(),
      reason: words.modeFixed,
      run: () => void mode.want(one),
    })),
    {
      label: askWords.rules.title,
      detail: askWords.rules.count(view.info.rules),
      isParted: offered().length > 0,
      run: () => setShowsRules(true),
    },
  ];
  if (props.hasKey) createShortcut(sessionKeys.mode, () => button?.click());
  const label = () => (
    <>
      <Icon of={ShieldIcon} size={14} />
      {cannotAsk() ? words.cannotAsk : words.modes[mode.shown()]}
    </>
  );
  return (
    <>
      <Show when={!cannotAsk() && !isStopped()} fallback={<span class="fact">{label()}</span>}>
        <Menu
          label={words.mode}
          items={items()}
          trigger={(trigger) => (
            <Button
              {...trigger}
              ref={(element) => {
                trigger.ref(element);
                button = element;
              }}
              variant="ghost"
              size={24}
              class="fact-pick"
              title={mode.isPending() ? words.modeChanging : words.mode}
              {...(props.hasKey ? { "aria-keyshortcuts": "M" } : {})}
            >
              {label()}
              <Show when={mode.isPending()} fallback={<Icon of={ChevronDownIcon} size={12} />}>
                <Spinner />
                <span class="sr-only" role="status">
                  {words.modeChanging}
                </span>
              </Show>
            </Button>
          )}
        />
      </Show>
      <Show when={showsRules()}>
        <RulesDialog onClose={() => setShowsRules(false)} />
      </Show>
    </>
  );
}
