import { Dialog } from "../../../ui/Dialog.tsx";

/** A picture as large as there is room. */
export function PictureDialog(props: { url: string; name: string; onClose: () => void }) {
  return (
    <Dialog title={props.name} onClose={props.onClose}>
      <img class="picture-large" src={props.url} alt={props.name} />
    </Dialog>
  );
}
