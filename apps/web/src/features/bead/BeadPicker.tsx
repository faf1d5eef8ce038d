import type { Bead, ProjectId } from "@switchyard/core/protocol";
import { useApp } from "../../state/app.ts";
import { Combobox } from "../../ui/Combobox.tsx";
import { beadEditWords as words } from "../../words/bead-edit-words.ts";
import { beadWords } from "../../words/bead-words.ts";
import { beadOption } from "./bead-option.tsx";
import { findBeads } from "./find-beads.ts";

/** Finds a bead of a project by its words or its id; closed ones come last. */
export function BeadPicker(props: {
  projectId: ProjectId;
  label: string;
  hideLabel?: boolean;
  /** At the end of the label's line. */
  aside?: string;
  /** What can't be picked, as a bead for itself. */
  exclude?: ReadonlySet<string>;
  /** The id of what is picked now. */
  chosen?: string | null;
  /** Null: what was chosen is taken out. */
  onPick: (id: string | null) => void;
  /** @default a name for taking a bead out of its parent */
  clearLabel?: string;
  error?: string;
}) {
  const app = useApp();
  const beads = () => app.beads.of(props.projectId);
  const relations = () => beads().relations();
  const optionOf = (bead: Bead) => beadOption(bead, relations());
  const chosen = () => {
    const id = props.chosen ?? null;
    if (id === null) return null;
    const bead = relations().get(id);
    return bead === undefined ? { key: id, text: id } : optionOf(bead);
  };
  const find = (text: string) =>
    findBeads(relations(), text, {
      most: MOST_SHOWN,
      withClosed: true,
      except: props.exclude ?? NONE,
    }).map(optionOf);
  return (
    <Combobox
      label={props.label}
      hideLabel={props.hideLabel ?? false}
      aside={props.aside}
      placeholder={words.findBead}
      chosen={chosen()}
      find={find}
      onChoose={(id) => props.onPick(id)}
      clearLabel={props.clearLabel ?? words.noParent}
      none={beads().isLoaded() ? words.noBead : beadWords.field.reading}
      error={props.error}
    />
  );
}

/** A bead and all that are below it: what it can't come to be below of. */
export function withDescendants(
  id: string,
  childrenOf: (id: string) => readonly Bead[],
): ReadonlySet<string> {
  const found = new Set([id]);
  for (const each of found) for (const child of childrenOf(each)) found.add(child.id);
  return found;
}

/** More are found by more letters. */
const MOST_SHOWN = 50;
const NONE: ReadonlySet<string> = new Set();
