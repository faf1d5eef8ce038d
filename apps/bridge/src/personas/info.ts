import type { Persona } from "@switchyard/core/persona";
import type { PersonaInfo, ResultOf } from "@switchyard/core/protocol";
import type { PersonasHere } from "./library.ts";

/** The personas of a place as clients are told of them: as many as go into one frame. */
export function listedPersonas(here: PersonasHere): ResultOf<"listPersonas"> {
  const problems = here.problems.slice(0, MAX_PROBLEMS);
  const infos = [...here].map((persona) => personaInfo(persona, here.overriddenBy(persona)));
  let room = MAX_BYTES - bytesOf(problems);
  // From behind: a folder with thousands of them leaves room for those that come with Switchyard.
  const shown = infos.toReversed().filter((info) => (room -= bytesOf(info) + 1) > 0);
  const left = infos.length - shown.length;
  return { personas: shown.toReversed(), problems: left === 0 ? problems : [...problems, tooMany(left)] };
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** A frame has at most a mebibyte. */
const MAX_BYTES = 960 * 1024;
const MAX_PROBLEMS = 200;
const MAX_PROBLEMS_EACH = 10;

function tooMany(left: number): PersonasHere["problems"][number] {
  const message = `There are ${left} more personas than can be listed.`;
  return { source: "listPersonas", file: ".", line: 1, message };
}

function personaInfo(persona: Persona, overrides: PersonaInfo["overrides"]): PersonaInfo {
  const { templates, suits, variables, ignored, problems, ...told } = persona;
  return {
    ...told,
    tasks: templates.map((template) => template.task),
    suits: suits.map(({ types, roles, ...task }) => ({ types: [...types], roles: [...roles], ...task })),
    overrides,
    variables: [...variables],
    ignored: [...ignored],
    problems: problems.slice(0, MAX_PROBLEMS_EACH),
  };
}
