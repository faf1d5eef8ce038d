import "./Chip.css";

/** A number in a pill; `label` says what is counted. */
export function Count(props: { value: number; tone?: "neutral" | "signal"; label?: string }) {
  return (
    <span data-ui="count" data-tone={props.tone ?? "neutral"}>
      <span aria-hidden={props.label === undefined ? undefined : "true"}>
        {props.value > 99 ? "99+" : props.value}
      </span>
      {props.label === undefined ? undefined : <span class="sr-only">{props.label}</span>}
    </span>
  );
}
