/** The mark: a line, its branch, an amber signal. */
export function Mark(props: { size?: number; label?: string }) {
  return (
    <svg
      data-ui="mark"
      width={props.size ?? 36}
      height={props.size ?? 36}
      viewBox="0 0 36 36"
      role={props.label === undefined ? undefined : "img"}
      aria-label={props.label}
      aria-hidden={props.label === undefined ? "true" : undefined}
    >
      <path
        d="M12 30V6M12 24c0-7 12-6 12-14"
        fill="none"
        stroke="currentColor"
        stroke-width="3"
        stroke-linecap="round"
      />
      <circle cx="24" cy="7.5" r="3.5" fill="var(--signal-solid)" />
    </svg>
  );
}
