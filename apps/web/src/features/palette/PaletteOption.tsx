import { Show } from "solid-js";
import { KeyHint } from "../../ui/KeyHint.tsx";
import type { PaletteRow } from "./find-rows.ts";

/** One row: what it is, its id and how it stands, and the key that does the same. */
export function PaletteOption(props: {
  row: PaletteRow;
  id: string;
  isActive: boolean;
  onPoint: () => void;
  onChoose: (isBeside: boolean) => void;
}) {
  return (
    <div
      id={props.id}
      class="palette-option"
      role="option"
      aria-selected={props.isActive}
      // What scrolls under a pointer at rest is not pointed at.
      onPointerMove={() => props.onPoint()}
      onClick={(event) => props.onChoose(event.ctrlKey || event.metaKey)}
    >
      {props.row.icon()}
      <span class="palette-label cut">{props.row.label}</span>
      <Show when={props.row.code}>
        <code>{props.row.code}</code>
      </Show>
      <Show when={props.row.detail?.()}>
        {(detail) => <span class="palette-detail cut">{detail()}</span>}
      </Show>
      <Show when={props.row.keys}>{(keys) => <KeyHint keys={keys()} />}</Show>
    </div>
  );
}
