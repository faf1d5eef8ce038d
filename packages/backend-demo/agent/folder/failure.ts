/** A tool could not do its work; the message is for the user. */
export class ToolFailure extends Error {
  override readonly name = "ToolFailure";
}

/** What the file system said, in words and without a path. */
export function failureOf(error: unknown): ToolFailure {
  if (error instanceof ToolFailure) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return new ToolFailure(WORDS[code] ?? `The file system refuses it${code === "" ? "." : `: ${code}.`}`);
}

const WORDS: Record<string, string | undefined> = {
  ENOENT: "It is not there.",
  ENOTDIR: "It is not a folder.",
  EISDIR: "It is a folder.",
  EACCES: "This user may not open it.",
  EPERM: "This user may not open it.",
  EROFS: "The disk can only be read.",
  ENOSPC: "The disk is full.",
  ELOOP: "It is a link, and links are not followed.",
  EEXIST: "Something is there already.",
};
