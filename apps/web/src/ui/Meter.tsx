import { createEffect } from "solid-js";
import "./Meter.css";

/** How much of a whole is taken; `isFull` from where it matters. */
export function Meter(props: {
  /** What it measures, for assistive technology. */
  label: string;
  /** 0 to 1; more is shown as full. */
  value: number;
  /** In words: "41 %". */
  text: string;
  isFull?: boolean;
}) {
  let bar!: HTMLElement;
  const share = () => Math.max(0, Math.min(1, props.value));
  // The page's CSP allows no style attributes.
  createEffect(() => bar.style.setProperty("width", `${share() * 100}%`));
  return (
    <span
      role="meter"
      data-ui="meter"
      data-full={props.isFull ? "" : undefined}
      aria-label={props.label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow={Math.round(share() * 100)}
      aria-valuetext={props.text}
    >
      <i ref={bar} />
    </span>
  );
}
