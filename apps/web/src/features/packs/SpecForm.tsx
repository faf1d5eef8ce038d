import { onMount, Show } from "solid-js";
import { Field } from "../../ui/Field.tsx";
import { PackageIcon } from "../../ui/icons.ts";
import { packWords } from "../../words/pack-words.ts";
import type { PackLook } from "./create-pack-look.ts";
import { PackFault, specFault } from "./PackFault.tsx";
import "./spec-form.css";

const words = packWords.add;

/** Names what is to be looked at. */
export function SpecForm(props: { look: PackLook }) {
  let input!: HTMLInputElement;
  onMount(() => queueMicrotask(() => input.focus()));
  const otherFault = () => {
    const fault = props.look.fault();
    return specFault(fault) === undefined ? fault : null;
  };
  return (
    <form
      class="pack-spec"
      onSubmit={(event) => {
        event.preventDefault();
        void props.look.look();
      }}
    >
      <p class="text-2">{words.lead[props.look.kind]}</p>
      <Field
        ref={(element: HTMLInputElement) => (input = element)}
        label={words.spec}
        icon={PackageIcon}
        size={34}
        mono
        data-autofocus=""
        maxlength={4096}
        placeholder={words.placeholder[props.look.kind]}
        value={props.look.spec()}
        onValue={(spec) => props.look.setSpec(spec)}
        error={specFault(props.look.fault())}
        note={words.specNote}
      />
      <p class="small text-2" role="status">
        {props.look.isLooking() ? words.looking : ""}
      </p>
      <Show when={otherFault()}>{(fault) => <PackFault error={fault()} />}</Show>
    </form>
  );
}
