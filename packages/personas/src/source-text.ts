import { SwitchyardError } from "@switchyard/core/protocol";

/** A text of a pack, or a part of one. */
export interface SourceText {
  /** Relative to the pack, with `/`. */
  readonly path: string;
  readonly text: string;
  /** The line of the file that `text` begins with. */
  readonly firstLine: number;
}

/** The error that tells where a pack is wrong; `offset` counts characters of the text. */
export function faultAt(source: SourceText, offset: number, message: string): SwitchyardError {
  const line = source.firstLine + source.text.slice(0, offset).split("\n").length - 1;
  return new SwitchyardError("INVALID_PERSONA", `${source.path}:${line}: ${message}`, {
    file: source.path,
    line,
  });
}
