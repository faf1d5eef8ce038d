import type { AgentEvent } from "@switchyard/core/backend";
import type { Persona } from "@switchyard/core/persona";
import type { BackendId, EarlierBackend, Provenance } from "@switchyard/core/protocol";
import type { SessionRecord } from "./record.ts";

/** The package that brings a backend; null: none does. */
export type PluginOf = (backendId: BackendId) => Provenance["backend"]["plugin"];

/** What a session is made of when it begins: its program has said nothing yet. */
export function provenanceOf(
  persona: Persona,
  { backendId, plugin, model }: Pick<Provenance, "model"> & { backendId: BackendId; plugin: Plugin },
): Provenance {
  const { id, layer, source, packVersion, hash } = persona;
  return {
    persona: { id, layer, source, packVersion, hash },
    backend: { id: backendId, plugin, cliVersion: null },
    model,
  };
}

type Plugin = Provenance["backend"]["plugin"];

/** The last turn that what was there before has answered: one that is open waits for what comes now. */
export function answeredTurn({ turn }: Pick<SessionRecord, "turn">, isRunning: boolean): number {
  return isRunning ? turn - 1 : turn;
}

/** A process was started by this package's code; `answered`: see `answeredTurn`. */
export function followPlugin(record: SessionRecord, plugin: Plugin, answered: number): void {
  if (record.provenance === null) return;
  const { backend } = record.provenance;
  // What the program of another version is, it has yet to tell.
  const isSame = backend.plugin?.hash === plugin?.hash;
  behind(record, { plugin, cliVersion: isSame ? backend.cliVersion : null }, answered);
}

/** The program has told what it is; what it does not tell is as before. */
export function followProgram(
  record: SessionRecord,
  { cliVersion, model }: Extract<AgentEvent, { type: "session_started" }>,
  answered: number,
): void {
  if (record.provenance === null) return;
  const { plugin, cliVersion: before } = record.provenance.backend;
  behind(record, { plugin, cliVersion: cliVersion ?? before }, answered);
  followModel(record, model ?? record.model);
}

/**
 * What its program is by its own answer, where it tells nothing of itself in a conversation.
 * @returns whether that is news
 */
export function followVersion(record: SessionRecord, cliVersion: string | null, answered: number): boolean {
  if (record.provenance === null || cliVersion === null) return false;
  const { plugin, cliVersion: before } = record.provenance.backend;
  if (before === cliVersion) return false;
  behind(record, { plugin, cliVersion }, answered);
  return true;
}

/** What was there before is kept beside it, where it had a turn. */
function behind(record: SessionRecord, now: Omit<EarlierBackend, "untilTurn">, answered: number): void {
  if (record.provenance === null) return;
  const { plugin, cliVersion, earlier = [], id } = record.provenance.backend;
  const isOther = plugin?.hash !== now.plugin?.hash || (cliVersion !== null && cliVersion !== now.cliVersion);
  const hadTurn = answered > (earlier.at(-1)?.untilTurn ?? 0);
  const before = isOther && hadTurn ? [...earlier, { plugin, cliVersion, untilTurn: answered }] : earlier;
  const backend: Provenance["backend"] = { id, ...now };
  if (before.length > 0) backend.earlier = before;
  record.provenance = { ...record.provenance, backend };
}

/** Another model is in use, as the user or the program named it. */
export function followModel(record: SessionRecord, model: string | null): void {
  if (record.provenance !== null) record.provenance = { ...record.provenance, model };
}
