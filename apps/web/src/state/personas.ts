import type { ParamsOf, PersonaInfo, ResultOf } from "@switchyard/core/protocol";
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup, untrack } from "solid-js";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import type { Connection } from "./connection.ts";

/** Where personas are asked for: in a project, or in a folder; naming neither means the open project. */
export type PersonaPlace = ParamsOf<"listPersonas">;

/** Something that could not be read at all, and where it stands. */
export type SourceProblem = ResultOf<"listPersonas">["problems"][number];

/** The personas that a session can have in a place. */
export interface PlacePersonas {
  /** Until the bridge has told those of this place, the ones of the open project. */
  readonly list: Accessor<readonly PersonaInfo[]>;
  readonly problems: Accessor<readonly SourceProblem[]>;
  /** Whether the bridge has told those of this place. */
  readonly isLoaded: Accessor<boolean>;
  /** Why they could not be read. */
  readonly error: Accessor<WireError | null>;
  get(persona: string): PersonaInfo | undefined;
  read(): Promise<void>;
  /** Resolves when they are not being read. */
  settled(): Promise<void>;
}

/** What a session's persona is called, and its icon. */
export type NamedPersona = Pick<PersonaInfo, "displayName" | "icon"> & { readonly id: string };

export interface Personas {
  /**
   * As the open project has it, else as a place had it that was asked for; one that is not known any more is called
   * by its id. Undefined: none was told yet.
   */
  get(persona: string): NamedPersona | undefined;
  /** The personas of a place, read now and whenever they may have changed, as long as its owner lives. */
  in(place: Accessor<PersonaPlace>): PlacePersonas;
}

type Told = ResultOf<"listPersonas">;

export function createPersonas(wire: Wire, connection: Connection): Personas {
  /** By place; the one that was told last stands last. */
  const [told, setTold] = createSignal<ReadonlyMap<string, Told>>(new Map());
  const byId = createMemo(() => {
    const lists = [...told().values(), told().get(OPEN)].flatMap((one) => one?.personas ?? []);
    return new Map(lists.map((persona) => [persona.id as string, persona]));
  });

  function write(key: string, result: Told): void {
    setTold((before) => {
      const others = [...before].filter(([one]) => one !== key);
      const kept = others.filter(([one], at) => one === OPEN || at >= others.length - MOST_PLACES);
      return new Map([...kept, [key, result]]);
    });
  }

  function inPlace(place: Accessor<PersonaPlace>): PlacePersonas {
    const key = createMemo(() => JSON.stringify(place()));
    const [error, setError] = createSignal<WireError | null>(null);
    const here = () => told().get(key());
    const list = () => (here() ?? told().get(OPEN))?.personas ?? [];

    let last: Promise<void> = Promise.resolve();
    function read(): Promise<void> {
      last = ask(untrack(key), untrack(place));
      return last;
    }

    async function ask(asked: string, params: PersonaPlace): Promise<void> {
      const isMeant = () => asked === untrack(key);
      try {
        write(asked, await wire.call("listPersonas", params));
        if (isMeant()) setError(null);
      } catch (thrown) {
        if (isMeant()) setError(toWireError(thrown));
      }
    }

    onCleanup(wire.on("personas-changed", () => void read()));
    createEffect(
      on([key, connection.epoch], ([, epoch]) => {
        setError(null);
        if (epoch > 0) void read();
      }),
    );
    return {
      list,
      problems: () => here()?.problems ?? [],
      isLoaded: () => here() !== undefined,
      error,
      get: (persona) => list().find((one) => one.id === persona),
      read,
      settled: () => last,
    };
  }

  // Sessions show the names and icons of their personas, whatever is open.
  inPlace(() => ({}));
  return {
    get: (id) =>
      byId().get(id) ?? (told().has(OPEN) ? { id, displayName: id, icon: "user-round" } : undefined),
    in: inPlace,
  };
}

const OPEN = "{}";
/** Folders that are typed are places too. */
const MOST_PLACES = 16;
