import { Button } from "../../../ui/Button.tsx";
import { PencilIcon } from "../../../ui/icons.ts";

/** Begins to edit what it stands beside; it shows where the pointer or the focus is. */
export function PencilButton(props: {
  /** Takes the focus back when the edit is over. */
  id: string;
  label: string;
  onClick: () => void;
}) {
  return (
    <Button
      id={props.id}
      size={24}
      variant="ghost"
      class="bead-pencil"
      icon={PencilIcon}
      label={props.label}
      onClick={() => props.onClick()}
    />
  );
}
