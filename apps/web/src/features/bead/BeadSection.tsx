import { createContext, type JSX, useContext } from "solid-js";
import { Dynamic } from "solid-js/web";

/** The level of the headings under the bead's title. */
export const SectionHeading = createContext<{ readonly level: "h2" | "h3" }>({ level: "h3" });

/** A part of a bead's page with its heading. */
export function BeadSection(props: {
  title: string;
  /** Right after the title. */
  beside?: JSX.Element;
  end?: JSX.Element;
  children: JSX.Element;
}) {
  const heading = useContext(SectionHeading);
  return (
    <section class="bead-section">
      <Dynamic component={heading.level} class="bead-section-head">
        {props.title}
        {props.beside}
        <span class="bead-section-end">{props.end}</span>
      </Dynamic>
      {props.children}
    </section>
  );
}
