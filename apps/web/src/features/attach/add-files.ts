import type { BackendInfo } from "@switchyard/core/protocol";
import type { DraftFiles } from "../../state/draft-files.ts";
import { attachWords as words } from "../../words/attach-words.ts";
import { refusalOf } from "./refusal.ts";

/** Adds what can go with the draft; of the others it is told why they can't. */
export async function addFiles(
  files: DraftFiles,
  given: readonly File[],
  backend: BackendInfo | undefined,
): Promise<void> {
  if (given.length === 0) return;
  const looked = await Promise.all(
    given.map(async (file) => ({ file, name: file.name, reason: await refusalOf(file, backend) })),
  );
  const fitting = looked.flatMap(({ file, reason }) => (reason === null ? [file] : []));
  const tooMany = files.add(fitting).map(({ name }) => ({ name, reason: words.refusal.many }));
  const refused = looked.flatMap(({ name, reason }) => (reason === null ? [] : [{ name, reason }]));
  if (refused.length + tooMany.length > 0) files.refuse([...refused, ...tooMany]);
}

/** The files in a drop, and the folders in it, which can't be attached. */
export function filesIn(transfer: DataTransfer): { files: File[]; folders: string[] } {
  const files: File[] = [];
  const folders: string[] = [];
  for (const item of transfer.items) {
    if (item.kind !== "file") continue;
    const file = item.getAsFile();
    if (file === null) continue;
    if (item.webkitGetAsEntry()?.isDirectory === true) folders.push(file.name);
    else files.push(file);
  }
  return { files, folders };
}

/** The names of what was pasted are ours: what a clipboard holds is called "image.png", if anything. */
export function pastedName(files: DraftFiles, ending: string): string {
  const taken = new Set(files.list.map(({ name }) => name));
  let number = 1;
  while (taken.has(`pasted-${number}${ending}`)) number += 1;
  return `pasted-${number}${ending}`;
}

/** Whether a file was a text that would have been too long to read where it was pasted. */
export function isPastedText({ name, mediaType }: { name: string; mediaType: string }): boolean {
  return /^pasted-\d+\.txt$/.test(name) && mediaType.startsWith("text/");
}
