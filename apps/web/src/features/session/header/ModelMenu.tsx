import { type JSX, Show } from "solid-js";
import { Button } from "../../../ui/Button.tsx";
import { Icon } from "../../../ui/Icon.tsx";
import { ChevronDownIcon } from "../../../ui/icons.ts";
import { Menu } from "../../../ui/Menu.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { sessionWords as words } from "../../../words/session-words.ts";
import { createWish } from "../create-wish.ts";
import { attempt, useSession } from "../session-context.ts";

/** The model, and the others that may take its place in mid-session. */
export function ModelMenu(props: {
  /** Stands where there is no choice. */
  fallback?: JSX.Element;
}) {
  const view = useSession();
  const models = () => view.backend?.capabilities.models ?? [];
  const model = createWish(
    () => view.info.model,
    (wanted) => attempt(words.modelFailed, () => view.setModel(wanted ?? "")),
  );
  const items = () =>
    models().map((one) => ({
      label: one.displayName,
      checked: one.id === model.shown(),
      run: () => void model.want(one.id),
    }));
  const canChange = () =>
    view.backend?.capabilities.setModel === true && models().length > 1 && view.info.status !== "stopped";
  return (
    <Show when={canChange()} fallback={props.fallback}>
      <Menu
        label={words.model}
        items={items()}
        trigger={(trigger) => (
          <Button
            {...trigger}
            variant="ghost"
            size={24}
            class="model-pick"
            title={model.isPending() ? words.modelChanging : words.model}
          >
            {modelName(models(), model.shown())}
            <Show when={model.isPending()} fallback={<Icon of={ChevronDownIcon} size={12} />}>
              <Spinner />
            </Show>
          </Button>
        )}
      />
    </Show>
  );
}

/** What a model is called; its id where that is not known here. */
export function modelName(models: readonly { id: string; displayName: string }[], id: string | null): string {
  return models.find((model) => model.id === id)?.displayName ?? id ?? words.defaultModel;
}
