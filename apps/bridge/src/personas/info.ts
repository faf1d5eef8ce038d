import type { Persona } from "@switchyard/core/persona";
import type { PersonaInfo, ResultOf } from "@switchyard/core/protocol";
import type { PersonasHere } from "./library.ts";

/** The personas of a place as clients are told of them: as many as go into one frame. */
export function listedPersonas(here: PersonasHere): ResultOf<"listPersonas"> {
  const left = here.problems.length - MAX_PROBLEMS;
  const problems = [
    ...here.problems.slice(0, MAX_PROBLEMS),
    ...(left > 0 ? [tooMany(left, "problems")] : []),
  ];
  const infos = [...here].map((persona) => personaInfo(persona, here.overriddenBy(persona)));
  const shown = withinRoom(infos, MAX_BYTES - bytesOf(problems));
  const cut = infos.length - shown.size;
  const personas = infos.filter((info) => shown.has(info));
  return { personas, problems: cut === 0 ? problems : [...problems, tooMany(cut, "personas")] };
}

/** The smallest source first: a folder with thousands of them leaves room for those of the others. */
function withinRoom(infos: readonly PersonaInfo[], most: number): Set<PersonaInfo> {
  const sources = [...Map.groupBy(infos, ({ layer, source }) => `${layer} ${source}`).values()];
  const shown = new Set<PersonaInfo>();
  let room = most;
  for (const info of sources.toSorted((a, b) => a.length - b.length).flat()) {
    room -= bytesOf(info) + 1;
    if (room <= 0) break;
    shown.add(info);
  }
  return shown;
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** A frame has at most a mebibyte. */
const MAX_BYTES = 960 * 1024;
const MAX_PROBLEMS = 200;
const MAX_PROBLEMS_EACH = 10;

function tooMany(left: number, what: string): PersonasHere["problems"][number] {
  const message = `There are ${left} more ${what} than can be listed.`;
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
    problems: shownProblems(problems),
  };
}

function shownProblems(problems: Persona["problems"]): PersonaInfo["problems"] {
  const left = problems.slice(MAX_PROBLEMS_EACH - 1);
  const [next] = left;
  if (next === undefined || left.length === 1) return [...problems];
  const message = `there are at least ${left.length} more: switchyard personas check tells of them.`;
  return [...problems.slice(0, MAX_PROBLEMS_EACH - 1), { ...next, message }];
}
