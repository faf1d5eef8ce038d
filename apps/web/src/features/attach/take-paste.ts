import type { BackendInfo } from "@switchyard/core/protocol";
import type { DraftFiles } from "../../state/draft-files.ts";
import { addFiles, pastedName } from "./add-files.ts";

/** A text that is longer, in characters or in lines, is attached instead of written out. */
const LONG = { characters: 4_000, lines: 60 };

/** Takes what is better attached than written: pictures and files, and a long text. What is left is the browser's. */
export function takePaste(event: ClipboardEvent, files: DraftFiles, backend: BackendInfo | undefined): void {
  const { clipboardData } = event;
  if (clipboardData === null) return;
  const text = clipboardData.getData("text/plain");
  const pasted = [...clipboardData.files];
  // A table that is copied brings its text, and a picture of it that nobody asked for.
  if (pasted.length > 0 && text.trim() === "") {
    event.preventDefault();
    void addFiles(files, named(pasted, files), backend);
    return;
  }
  if (!isLong(text)) return;
  event.preventDefault();
  const file = new File([text], pastedName(files, ".txt"), { type: "text/plain" });
  void addFiles(files, [file], backend);
}

function named(pasted: readonly File[], files: DraftFiles): File[] {
  if (pasted.length !== 1) return [...pasted];
  return pasted.map((file) => {
    const ending = /^image\.(png|jpe?g|gif|webp)$/.exec(file.name)?.[1];
    if (ending === undefined) return file;
    return new File([file], pastedName(files, `.${ending}`), { type: file.type });
  });
}

function isLong(text: string): boolean {
  if (text.length > LONG.characters) return true;
  return text.trimEnd().split("\n", LONG.lines + 1).length > LONG.lines;
}
