import type { JSX } from "solid-js";
import { Icon, type IconComponent } from "../../ui/Icon.tsx";

/** One way in: what it is, and its button. */
export function Way(props: {
  icon: IconComponent;
  title: string;
  text: string;
  /** Whether it is the one that is offered first. */
  isFirst: boolean;
  children: JSX.Element;
}) {
  return (
    <section class="first-run-way" aria-label={props.title} data-first={props.isFirst ? "" : undefined}>
      <h2>
        <Icon of={props.icon} />
        {props.title}
      </h2>
      <p>{props.text}</p>
      {props.children}
    </section>
  );
}
