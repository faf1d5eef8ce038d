import type { PersonaInfo } from "@switchyard/core/protocol";
import { type Accessor, createSignal } from "solid-js";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import type { Connection } from "./connection.ts";
import { onConnect } from "./on-connect.ts";

export interface Personas {
  readonly list: Accessor<readonly PersonaInfo[]>;
  readonly error: Accessor<WireError | null>;
  get(persona: string): PersonaInfo | undefined;
}

export function createPersonas(wire: Wire, connection: Connection): Personas {
  const [list, setList] = createSignal<readonly PersonaInfo[]>([]);
  const [error, setError] = createSignal<WireError | null>(null);

  onConnect(connection, () => {
    wire.call("listPersonas", {}).then(
      ({ personas }) => setList(personas),
      (thrown: unknown) => setError(toWireError(thrown)),
    );
  });
  return { list, error, get: (persona) => list().find((known) => known.id === persona) };
}
