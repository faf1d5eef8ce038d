import type { Persona } from "@switchyard/core/persona";
import type { PersonaInfo, PersonaProblem } from "@switchyard/core/protocol";
import type { PersonaPack, PersonaRegistry } from "@switchyard/personas";
import { type PersonaPlace, type PersonaSource, type SourceOptions, sourcesFor } from "./sources.ts";

/** The personas that a session can have in one place, those of the project first. */
export interface PersonasHere {
  /** @throws {SwitchyardError} UNKNOWN_PERSONA, naming those that are there */
  need(id: string): Persona;
  [Symbol.iterator](): Iterator<Persona>;
  /** Those of the same id that it stands before, the next one first. */
  overriddenBy(persona: Persona): PersonaInfo["overrides"];
  /** What is wrong with a source, beside what is wrong with one of these. */
  readonly problems: readonly (PersonaProblem & { readonly source: string })[];
  /** Where others may change them; some may not be there yet. */
  readonly folders: readonly string[];
  /** The same as long as nothing was changed in these. */
  readonly stamps: readonly string[];
}

/**
 * The personas of a place; none: of no project. What has not changed on the disk since it was last asked for is only
 * looked at, not read.
 */
export type PersonaLibrary = (place?: PersonaPlace) => Promise<PersonasHere>;

export function makePersonaLibrary(options: SourceOptions): PersonaLibrary {
  /** By folder and use; the newest last. */
  const read = new Map<string, Promise<PersonaPack | null>>();
  let loading: Promise<BuiltIn> | undefined;

  async function readAnew(
    { readPersonaPack }: BuiltIn,
    { folder, as, pack }: PersonaSource,
    before: PersonaPack | null,
  ): Promise<PersonaPack | null> {
    const found = await readPersonaPack(folder, as, before ?? undefined);
    if (pack === null || (found !== null && found === before)) return found;
    if (found === null) return { ...NOTHING, problems: [problemOfPack("are not there any more")] };
    const isAccepted = await options.packs.isAsAccepted(pack).catch(() => false);
    return isAccepted ? found : withdrawn(found);
  }

  /** Those who ask at once ask one after the other, so that it is read once. */
  function packOf(builtIn: BuiltIn, source: PersonaSource): Promise<PersonaPack | null> {
    const key = JSON.stringify([source.folder, source.as, source.pack?.hash]);
    const before = (read.get(key) ?? Promise.resolve(null)).catch(() => null);
    const reading = before.then((pack) => readAnew(builtIn, source, pack));
    read.delete(key);
    read.set(key, reading);
    // A folder that is not there takes no place of one that is.
    void reading.then((found) => found ?? (read.get(key) === reading && read.delete(key)), noop);
    const [oldest] = read.keys();
    if (read.size > MAX_KEPT && oldest !== undefined) read.delete(oldest);
    return reading;
  }

  return async (place) => {
    // Read when first asked for: listening does not wait for them.
    const builtIn = await (loading ??= loadBuiltIn());
    const sources = await sourcesFor(options, place);
    const found = await Promise.all(
      sources.map(async (source) => ({ source, pack: await packOf(builtIn, source) })),
    );
    const all = [...found.flatMap(({ pack }) => pack?.personas ?? []), ...builtIn.personas];
    return layered(all, { problems: found.flatMap(problemsBeside), ...changeable(found) }, builtIn);
  };
}

/** Places times folders that are kept in memory: each is at most 16 MiB of text. */
const MAX_KEPT = 64;

interface BuiltIn {
  readonly personas: readonly Persona[];
  readonly readPersonaPack: typeof import("@switchyard/personas").readPersonaPack;
  readonly createPersonaRegistry: (personas: readonly Persona[]) => PersonaRegistry;
}

async function loadBuiltIn(): Promise<BuiltIn> {
  const { createPersonaRegistry, loadBuiltInPersonas, readPersonaPack } =
    await import("@switchyard/personas");
  return { personas: await loadBuiltInPersonas(), readPersonaPack, createPersonaRegistry };
}

const NOTHING: PersonaPack = {
  manifest: null,
  personas: [],
  problems: [],
  isCut: false,
  ignored: [],
  files: [],
  folders: [],
  stamp: "",
};

/** What nobody has accepted is not given to an agent. */
function withdrawn(pack: PersonaPack): PersonaPack {
  const problem = problemOfPack("are not those that were accepted");
  const personas = pack.personas.map((each) => ({ ...each, problems: [problem, ...each.problems] }));
  return { ...pack, personas, problems: [problem, ...pack.problems] };
}

function problemOfPack(what: string): PersonaProblem {
  return { file: ".", line: 1, message: `The files of this pack ${what}. Install it again.` };
}

/** Of one id the first that is there is it. */
function layered(
  all: readonly Persona[],
  beside: Pick<PersonasHere, "problems" | "folders" | "stamps">,
  { createPersonaRegistry }: BuiltIn,
): PersonasHere {
  const byId = Map.groupBy(all, ({ id }) => id);
  const registry = createPersonaRegistry([...byId.values()].flatMap(([first]) => first ?? []));
  return {
    ...beside,
    need: (id) => registry.need(id),
    [Symbol.iterator]: () => registry[Symbol.iterator](),
    overriddenBy: ({ id }) => (byId.get(id) ?? []).slice(1).map(({ layer, source }) => ({ layer, source })),
  };
}

interface Found {
  readonly source: PersonaSource;
  /** Null: there is no such folder. */
  readonly pack: PersonaPack | null;
}

function problemsBeside({ source: { as, pack: installed }, pack }: Found): PersonasHere["problems"] {
  if (pack === null) return [];
  const ofPersonas = new Set(pack.personas.flatMap((persona) => persona.problems.map(keyOf)));
  // What of an installed pack is nobody's was said when it was looked at.
  const left = installed === null ? pack.ignored.filter(({ field }) => field === "file") : [];
  return [
    ...pack.problems.filter((each) => !ofPersonas.has(keyOf(each))),
    ...left.map(({ file, value }) => ({ file, line: 1, message: `${value}.` })),
  ].map((each) => ({ source: as.source, ...each }));
}

/** Packs that were installed are changed by the bridge alone. */
function changeable(found: readonly Found[]): Pick<PersonasHere, "folders" | "stamps"> {
  const own = found.filter(({ source }) => source.pack === null);
  return {
    folders: own.flatMap(({ source, pack }) => pack?.folders ?? [source.folder]),
    stamps: own.map(({ pack }) => pack?.stamp ?? ""),
  };
}

function keyOf({ file, line, message }: PersonaProblem): string {
  return JSON.stringify([file, line, message]);
}

const noop = (): void => undefined;
