import { type JSX, untrack, useContext } from "solid-js";
import { createFlash } from "./create-flash.ts";
import { OwnChange } from "./own-change.ts";
import "./flash.css";

/** A value that stands out for a second after it changed outside. */
export function Flashing(props: { value: string; children: JSX.Element }) {
  const isOwn = useContext(OwnChange);
  let changes = 0;
  let before: string | undefined;
  const changed = () => {
    if (before !== undefined && before !== props.value && !untrack(isOwn)) changes += 1;
    before = props.value;
    return changes;
  };
  const isOn = createFlash(changed);
  return (
    <span class="flashing" data-flash={isOn() ? "" : undefined}>
      {props.children}
    </span>
  );
}
