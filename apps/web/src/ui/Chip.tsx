import type { JSX } from "solid-js";
import "./Chip.css";

/** A small fact in a box. */
export function Chip(props: {
  /** @default "neutral" */
  tone?: "neutral" | "signal" | "ok" | "danger" | "accent" | "line";
  title?: string;
  children: JSX.Element;
}) {
  return (
    <span data-ui="chip" data-tone={props.tone ?? "neutral"} title={props.title}>
      {props.children}
    </span>
  );
}
