import { For } from "solid-js";
import { useApp } from "../../state/app.ts";
import { StatusGlyph } from "../../ui/StatusGlyph.tsx";
import { fleetWords } from "../../words/fleet-words.ts";

const words = fleetWords.split;

/** All sessions of a split that has more than fit: which are shown, and the way to the others. */
export function PaneTabs(props: {
  ids: readonly string[];
  shown: readonly string[];
  onChoose: (id: string) => void;
}) {
  const app = useApp();
  return (
    <div class="pane-tabs" role="group" aria-label={words.tabs}>
      <For each={props.ids}>
        {(id) => (
          <button
            type="button"
            class="pane-tab"
            aria-pressed={props.shown.includes(id)}
            onClick={() => props.onChoose(id)}
          >
            <StatusGlyph
              glyph={app.standing.statusOf(id)?.glyph ?? "idle"}
              label={app.standing.statusOf(id)?.word ?? ""}
              size={14}
            />
            <span class="cut">{app.sessions.get(id)?.title ?? words.gone}</span>
          </button>
        )}
      </For>
      <span class="grow" />
      <span class="small text-3 cut">{words.fits(props.shown.length, props.ids.length)}</span>
    </div>
  );
}
