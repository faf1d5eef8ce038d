import { type JSX, Show } from "solid-js";
import "./StatusGlyph.css";

/** The seven states that lead every mention of a session, and the plain check of a list entry. */
export type Glyph = "needs" | "failed" | "running" | "finished" | "idle" | "stopped" | "waiting" | "check";

/**
 * A state as a shape of its own, so that colour is never the only difference.
 * With `label` it is an image with that name; without, the word stands beside it and the shape is hidden.
 */
export function StatusGlyph(props: { glyph: Glyph; label?: string; size?: 12 | 14 | 16 | 18 }) {
  return (
    <svg
      data-ui="status-glyph"
      data-glyph={props.glyph}
      width={props.size ?? 16}
      height={props.size ?? 16}
      viewBox="0 0 16 16"
      fill="none"
      stroke-linecap="round"
      stroke-linejoin="round"
      role={props.label === undefined ? undefined : "img"}
      aria-label={props.label}
      aria-hidden={props.label === undefined ? "true" : undefined}
    >
      <Show when={props.label}>
        <title>{props.label}</title>
      </Show>
      {shapes[props.glyph]()}
    </svg>
  );
}

const shapes: Record<Glyph, () => JSX.Element> = {
  needs: () => (
    <>
      <circle data-part="fill" cx="8" cy="8" r="6.6" stroke="currentColor" stroke-width=".9" />
      <path data-part="mark" d="M8 4.4v4.3M8 11.3v.1" stroke-width="1.9" />
    </>
  ),
  failed: () => (
    <>
      <path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3L1.5 10.7V5.3z" fill="currentColor" />
      <path data-part="mark" d="M5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2" stroke-width="1.6" />
    </>
  ),
  running: () => (
    <>
      <circle cx="8" cy="8" r="5.75" stroke="currentColor" stroke-width="1.75" opacity=".25" />
      <path data-part="arc" d="M8 2.25A5.75 5.75 0 0 1 13.75 8" stroke="currentColor" stroke-width="1.9" />
      <path
        data-part="arc-still"
        d="M8 2.25A5.75 5.75 0 1 1 2.25 8"
        stroke="currentColor"
        stroke-width="1.9"
      />
    </>
  ),
  finished: () => (
    <>
      <circle cx="8" cy="8" r="6.75" fill="currentColor" />
      <path data-part="mark" d="M5.1 8.3l2 2 3.8-4.3" stroke-width="1.6" />
    </>
  ),
  idle: () => <circle cx="8" cy="8" r="5.75" stroke="currentColor" stroke-width="1.5" />,
  stopped: () => (
    <rect x="2.75" y="2.75" width="10.5" height="10.5" rx="2" stroke="currentColor" stroke-width="1.5" />
  ),
  waiting: () => (
    <circle cx="8" cy="8" r="5.75" stroke="currentColor" stroke-width="1.5" stroke-dasharray="2.2 2.3" />
  ),
  check: () => <path d="M3.5 8.4l3 3 6-6.6" stroke="currentColor" stroke-width="1.6" />,
};
