import { StatusGlyph } from "./StatusGlyph.tsx";

/** The turning arc inside a busy control; the control's `aria-busy` tells it. */
export function Spinner() {
  return (
    <span data-ui="spinner">
      <StatusGlyph glyph="running" size={14} />
    </span>
  );
}
