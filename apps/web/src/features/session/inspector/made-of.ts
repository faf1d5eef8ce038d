import type { EarlierBackend, PersonaInfo, Provenance } from "@switchyard/core/protocol";
import { outcomeWords as words } from "../../../words/outcome-words.ts";
import { personaWords } from "../../../words/persona-words.ts";

/** What became of a session's persona since it began; null: it is as it was. */
export type Since = "changed" | "overridden" | "gone" | null;

/** @param now the personas of the place that the session is in */
export function sinceThen(was: Provenance["persona"], now: readonly PersonaInfo[]): Since {
  const present = now.find(({ id }) => id === was.id);
  if (present === undefined) return "gone";
  if (isSource(present, was)) return present.hash === was.hash ? null : "changed";
  return present.overrides.some((each) => isSource(each, was)) ? "overridden" : "gone";
}

type Source = Pick<PersonaInfo, "layer" | "source">;

function isSource(one: Source, other: Source): boolean {
  return one.layer === other.layer && one.source === other.source;
}

/** Where the persona comes from, with the version of its pack. */
export function originOf(persona: Provenance["persona"]): string {
  return personaWords.pack(personaWords.source(persona), persona.packVersion);
}

/** All of it as lines. */
export function madeOfText({ persona, backend, model }: Provenance): string {
  const { copied } = words;
  return [
    copied.persona(persona.id),
    copied.from(originOf(persona)),
    copied.hash(persona.hash),
    copied.backend(backend.id),
    ...behind(backend),
    ...(model === null ? [] : [copied.model(model)]),
    ...(backend.earlier ?? []).flatMap((was) => [copied.until(was.untilTurn), ...behind(was)]),
  ].join("\n");
}

function behind({ plugin, cliVersion }: Omit<EarlierBackend, "untilTurn">): string[] {
  const { copied } = words;
  return [
    ...(plugin === null ? [] : [copied.plugin(plugin)]),
    ...(cliVersion === null ? [] : [copied.program(cliVersion)]),
  ];
}
