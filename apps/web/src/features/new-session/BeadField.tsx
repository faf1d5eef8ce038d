import type { Bead } from "@switchyard/core/protocol";
import type { ProjectBeads } from "../../state/beads.ts";
import { Combobox } from "../../ui/Combobox.tsx";
import { beadWords as words } from "../../words/bead-words.ts";
import { beadOption } from "../bead/bead-option.tsx";
import { findBeads } from "../bead/find-beads.ts";
import type { StartForm } from "./form.ts";

/** Picks the bead that the session works on, or none. */
export function BeadField(props: { form: StartForm; beads: ProjectBeads }) {
  const relations = () => props.beads.relations();
  const optionOf = (bead: Bead) => beadOption(bead, relations());
  const chosen = () => {
    const [bead, id] = [props.form.on.bead(), props.form.on.id()];
    if (bead !== undefined) return optionOf(bead);
    return id === undefined ? null : { key: id, text: id };
  };
  const none = () => {
    const error = props.beads.error();
    if (error !== null) return words.field.failed(error.message);
    return props.beads.isLoaded() ? words.field.none : words.field.reading;
  };
  return (
    <Combobox
      label={words.field.label}
      aside={words.field.optional}
      placeholder={words.field.placeholder}
      chosen={chosen()}
      find={(text) => findBeads(relations(), text, { most: MOST_SHOWN }).map(optionOf)}
      onChoose={(id) => props.form.set("bead", id)}
      clearLabel={words.field.clear}
      none={none()}
      error={props.form.error("bead")}
      note={props.form.on.note()}
    />
  );
}

/** More are found by more letters. */
const MOST_SHOWN = 50;
