import { attachWords as words } from "../../words/attach-words.ts";
import { useSession } from "../session/session-context.ts";
import { addFiles } from "./add-files.ts";
import { DropZone } from "./DropZone.tsx";

/** Takes what is dropped on a session for its next message. */
export function SessionDrop() {
  const view = useSession();
  const drop = async (files: File[], folders: string[]) => {
    await addFiles(view.files, files, view.backend);
    if (folders.length === 0) return;
    const refused = folders.map((name) => ({ name, reason: words.refusal.folder }));
    view.files.refuse([...view.files.refused, ...refused]);
  };
  return (
    <DropZone text={words.dropTo(view.info.title)} onDrop={(files, folders) => void drop(files, folders)} />
  );
}
