import { Match, Show, Switch } from "solid-js";
import { isPress } from "../../../keys/keyboard.ts";
import { MenuLayer, type MenuItem } from "../../../ui/Menu.tsx";
import { planWords } from "../../../words/plan-words.ts";
import type { Plan } from "../create-plan.ts";
import { common, labelOptions, parentOptions, statusesOf } from "./choices.ts";
import { FilterLayer } from "./FilterLayer.tsx";
import type { OpenLayer } from "./layers.ts";
import type { PlanEditor } from "./plan-editor.ts";
import type { RowAct } from "./row-acts.ts";

const words = planWords.edit;

/** What is chosen from over the plan: the acts of a row, or the values of a field of one or several beads. */
export function PlanLayer(props: {
  plan: Plan;
  editor: PlanEditor;
  /** The acts of a row's menu. */
  actsOf: (id: string) => readonly RowAct[];
}) {
  const acts = ([id]: readonly string[]) =>
    id === undefined
      ? []
      : props.actsOf(id).filter(({ writes }) => !writes || props.editor.whyNot() === null);
  return (
    <Show when={props.editor.layers.open()} keyed>
      {(layer) => <Layer plan={props.plan} editor={props.editor} layer={layer} acts={acts(layer.ids)} />}
    </Show>
  );
}

function Layer(props: { plan: Plan; editor: PlanEditor; layer: OpenLayer; acts: readonly RowAct[] }) {
  const beads = () => props.plan.relations();
  const ids = () => props.layer.ids;
  const chosen = () => ids().flatMap((id) => beads().get(id) ?? []);
  const close = (returnFocus: boolean) => props.editor.layers.close(returnFocus);
  const change = (...args: Parameters<PlanEditor["change"]>) => void props.editor.change(...args);
  // A menu is of the moment in which it was opened: what changes meanwhile moves nothing under the pointer.
  const statuses = (): readonly MenuItem[] => {
    const at = common(chosen().map(({ status }) => status));
    return statusesOf(beads()).map((status) => ({
      label: status === "closed" ? planWords.state.closed : planWords.ownState(status),
      checked: status === at,
      run: () => change(ids(), { status }),
    }));
  };
  const priorities = (): readonly MenuItem[] => {
    const at = common(chosen().map(({ priority }) => priority));
    return words.priorityNames.map((name, priority) => ({
      label: `${planWords.priority(priority)} ${name}`,
      keys: String(priority),
      checked: priority === at,
      run: () => change(ids(), { priority }),
    }));
  };
  const toggleLabels = (key: string) => {
    const isOn = labelOptions(beads(), ids(), "").some((known) => known.key === key && known.state === "on");
    change(ids(), isOn ? { removeLabels: [key] } : { addLabels: key.split(",") });
  };
  const shared = () => ({ anchor: props.layer.anchor, onClose: close });
  return (
    <Switch>
      <Match when={props.layer.kind === "acts"}>
        <MenuLayer
          {...shared()}
          label={words.acts(chosen()[0]?.title ?? "")}
          items={props.acts}
          onKey={(event) =>
            take(
              event,
              props.acts.find(({ key }) => isPress(event, key)),
              close,
            )
          }
        />
      </Match>
      <Match when={props.layer.kind === "status"}>
        <MenuLayer {...shared()} label={words.of(words.statuses, ids().length)} items={statuses()} />
      </Match>
      <Match when={props.layer.kind === "priority"}>
        <MenuLayer
          {...shared()}
          label={words.of(words.priorities, ids().length)}
          items={priorities()}
          onKey={(event) =>
            take(
              event,
              priorities().find(({ keys }) => keys === event.key),
              close,
            )
          }
        />
      </Match>
      <Match when={props.layer.kind === "labels"}>
        <FilterLayer
          {...shared()}
          label={words.of(words.labels, ids().length)}
          placeholder={words.labelHint}
          find={(text) => labelOptions(beads(), ids(), text)}
          none={words.noLabel}
          onChoose={toggleLabels}
        />
      </Match>
      <Match when={props.layer.kind === "move"}>
        <FilterLayer
          {...shared()}
          label={words.of(words.parents, ids().length)}
          placeholder={words.parentHint}
          find={(text) => parentOptions(beads(), ids(), text)}
          none={words.noParent}
          onChoose={(key) => {
            close(true);
            props.editor.move(ids(), key === "" ? "top" : { below: key });
          }}
        />
      </Match>
    </Switch>
  );
}

function take(event: KeyboardEvent, item: MenuItem | undefined, close: (returnFocus: boolean) => void): void {
  // Enter and Space are of the item that has the focus.
  if (item === undefined || event.key === "Enter" || event.key === " ") return;
  event.preventDefault();
  close(true);
  item.run();
}
