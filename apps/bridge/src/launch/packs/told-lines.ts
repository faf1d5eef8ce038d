import type { PackReview, PersonaProblem } from "@switchyard/core/protocol";
import { visible, visibleLine } from "./visible.ts";

/** A problem as compilers print one, which editors and people can follow. */
export function problemLine({ file, line, message }: PersonaProblem): string {
  return `${visibleLine(file)}:${line}: ${visible(message)}`;
}

/** What a file asks for and doesn't get; or that the whole of it is nobody's. */
export function ignoredLine({ file, field, value }: PackReview["ignored"][number]): string {
  if (field === "file") return `${visibleLine(file)}: ${visibleLine(value)}`;
  return `${visibleLine(file)}: ${visibleLine(field)} is not applied: ${visibleLine(value)}`;
}
