import { templateFaults } from "@switchyard/core/persona";
import { CHAT, KNOWN_VARIABLES } from "./head.ts";
import { firstLine } from "./foreign-persona.ts";
import type { OpenPack } from "./open-pack.ts";
import { makePersona, readable, type ReadPersona } from "./persona-made.ts";
import { fileName, idFrom } from "./persona-name.ts";
import { MAX_PROBLEMS, problemAt, problemOf, type SourceText } from "./source-text.ts";

/** Makes a persona of a template that is Markdown alone: its name is the file's, and its variables are filled in. */
export function plainPersona(pack: OpenPack, source: SourceText): ReadPersona {
  const { path } = source;
  const { id, why } = idFrom(fileName(path));
  if (id === null) return { persona: null, problems: [problemOf(path, why)], path };
  const text = withOurNames(source.text);
  const faults = templateFaults(text, KNOWN_VARIABLES)
    .slice(0, MAX_PROBLEMS + 1)
    .map(({ offset, message }) => problemAt({ ...source, text }, offset, message));
  return makePersona(pack, {
    id,
    path,
    displayName: readable(id),
    description: firstLine(text.replace(/^[#\s]+/, "")),
    icon: "scroll-text",
    suits: [],
    variables: [],
    ignored: [],
    problems: text.trim() === "" ? [problemOf(path, "it has no text.")] : faults,
    templates: [{ task: CHAT, text: text.trim() }],
  });
}

/** The program that first had this folder calls the bead so, of whatever type it is. */
function withOurNames(text: string): string {
  return text.replaceAll(/\{\{\s*feature_id\s*\}\}/g, "{{bead_id}}");
}
