import { z } from "zod";
import { BackendId, PersonaId } from "./ids.ts";
import { PersonaLayer } from "./persona.ts";

/** The code and the program behind a session's turns. */
const Behind = z.object({
  /** The package that brings the backend; null: it comes with Switchyard or is set up in its settings. */
  plugin: z.object({ name: z.string(), version: z.string(), hash: z.string() }).nullable(),
  /** What its program last said of itself; null: nothing yet. */
  cliVersion: z.string().nullable(),
});

/** What was behind a session's turns before an update, up to its last one. */
export const EarlierBackend = Behind.extend({ untilTurn: z.number().int().positive() });
export type EarlierBackend = z.infer<typeof EarlierBackend>;

/** What a session was made of, exactly: the same name may stand for another text or program tomorrow. */
export const Provenance = z.object({
  persona: z.object({
    id: PersonaId,
    layer: PersonaLayer,
    /** As `PersonaInfo.source`. */
    source: z.string(),
    packVersion: z.string().nullable(),
    /** Of all its text: SHA-256 in hex. */
    hash: z.string(),
  }),
  backend: Behind.extend({
    id: BackendId,
    /** In the order of their turns; left out: it was the same for all of them. */
    earlier: z.array(EarlierBackend).optional(),
  }),
  /** The one last in use; null: nothing was said of it. */
  model: z.string().nullable(),
});
export type Provenance = z.infer<typeof Provenance>;

/** How the sessions of a persona on a backend went. */
export const OutcomeRow = z.object({
  persona: PersonaId,
  backendId: BackendId,
  /** That had a turn. */
  sessions: z.number().int().nonnegative(),
  turns: z.number().int().nonnegative(),
  /** Turns that ended by an error or with their process; one that was interrupted, or cut by the bridge's wanted end, did not fail. */
  failures: z.number().int().nonnegative(),
  /** Null: no turn told one. */
  costUsd: z.number().nonnegative().nullable(),
  turnsWithoutCost: z.number().int().nonnegative(),
  /** Beads that its sessions worked on. */
  beads: z.number().int().nonnegative(),
  /** How many of them are closed now. */
  beadsClosed: z.number().int().nonnegative(),
  /** How many of them no tracker tells of: their project is not in the list, or its tracker does not have them or answer. */
  beadsUnknown: z.number().int().nonnegative(),
});
export type OutcomeRow = z.infer<typeof OutcomeRow>;
