import type { AgentEvent } from "@switchyard/core/backend";
import type { Persona } from "@switchyard/core/persona";
import type { BackendId, Provenance } from "@switchyard/core/protocol";
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

/** A process was started by this package's code. */
export function followPlugin(record: SessionRecord, plugin: Plugin): void {
  if (record.provenance === null) return;
  record.provenance = { ...record.provenance, backend: { ...record.provenance.backend, plugin } };
}

/** The program has told what it is; what it does not tell is as before. */
export function followProgram(
  record: SessionRecord,
  { cliVersion, model }: Extract<AgentEvent, { type: "session_started" }>,
): void {
  if (record.provenance === null) return;
  const { backend } = record.provenance;
  record.provenance = {
    ...record.provenance,
    backend: { ...backend, cliVersion: cliVersion ?? backend.cliVersion },
    model: model ?? record.model,
  };
}

/**
 * What its program is by its own answer, where it tells nothing of itself in a conversation.
 * @returns whether that is news
 */
export function followVersion(record: SessionRecord, cliVersion: string | null): boolean {
  if (record.provenance === null || cliVersion === null) return false;
  const { backend } = record.provenance;
  if (backend.cliVersion === cliVersion) return false;
  record.provenance = { ...record.provenance, backend: { ...backend, cliVersion } };
  return true;
}

/** Another model that the user has chosen is in use. */
export function followModel(record: SessionRecord, model: string): void {
  if (record.provenance !== null) record.provenance = { ...record.provenance, model };
}
