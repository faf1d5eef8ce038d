import { createSignal, Show } from "solid-js";
import { useApp } from "../../../state/app.ts";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ChevronDownIcon, CircleStopIcon, PauseIcon, PlayIcon } from "../../../ui/icons.ts";
import { Menu, type MenuItem } from "../../../ui/Menu.tsx";
import { StatusGlyph } from "../../../ui/StatusGlyph.tsx";
import { batchWords as words } from "../../../words/batch-words.ts";
import { makeBatchActs } from "./batch-acts.ts";
import { StopWaitingDialog } from "./StopWaitingDialog.tsx";
import type { WaitingBatch } from "./waiting-batches.ts";

/** Starts of which some wait: how many, how many run at once, and the menu that changes that. */
export function BatchLine(props: { batch: WaitingBatch }) {
  const app = useApp();
  const acts = makeBatchActs(app);
  const [isAsking, setAsking] = createSignal(false);
  const count = () => props.batch.waiting.length;
  const items = (): MenuItem[] => [
    ...limitsFor(props.batch).map((limit) => ({
      label: words.limitItem(limit),
      checked: limit === props.batch.limit,
      run: () => acts.setLimit(props.batch, limit),
    })),
    props.batch.isHeld
      ? { label: words.goOn, icon: PlayIcon, isParted: true, run: () => acts.hold(props.batch, false) }
      : { label: words.hold, icon: PauseIcon, isParted: true, run: () => acts.hold(props.batch, true) },
    {
      label: words.stopWaiting(count()),
      icon: CircleStopIcon,
      danger: true,
      run: () => setAsking(true),
    },
  ];
  return (
    <span class="batch-line" data-held={props.batch.isHeld ? "" : undefined}>
      <StatusGlyph glyph="waiting" size={14} />
      <Menu
        label={words.batchMenu}
        items={items()}
        trigger={(trigger) => (
          <Button
            {...trigger}
            size={24}
            variant="ghost"
            title={props.batch.isHeld ? words.heldTitle : words.batchMenuButton(count())}
          >
            <span class="cut">
              {props.batch.isHeld
                ? words.held(count())
                : `${words.wait(count(), props.batch.all)}, ${words.runAtOnce(props.batch.limit)}`}
            </span>
            <Icon of={ChevronDownIcon} size={12} />
          </Button>
        )}
      />
      <Show when={props.batch.isHeld}>
        <Button size={24} icon={PlayIcon} onClick={() => acts.hold(props.batch, false)}>
          {words.goOn}
        </Button>
      </Show>
      <Show when={isAsking()}>
        <StopWaitingDialog
          count={count()}
          onStop={() => {
            setAsking(false);
            void acts.stopWaiting(props.batch);
          }}
          onClose={() => setAsking(false)}
        />
      </Show>
    </span>
  );
}

/** The limits that are offered: no more than there are starts, and the one that holds. */
function limitsFor({ all, limit }: WaitingBatch): number[] {
  return LIMITS.filter((offered) => offered <= all && offered !== limit)
    .concat(limit)
    .toSorted((a, b) => a - b);
}

const LIMITS = [1, 2, 3, 4, 6, 8, 12, 20];
