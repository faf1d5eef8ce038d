import type { JSX } from "solid-js";

/** A part of a bead's page with its heading. */
export function BeadSection(props: { title: string; end?: JSX.Element; children: JSX.Element }) {
  return (
    <section class="bead-section">
      <h3>
        {props.title}
        <span class="bead-section-end">{props.end}</span>
      </h3>
      {props.children}
    </section>
  );
}
