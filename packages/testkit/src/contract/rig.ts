import type { AgentEvent, Backend, ConversationInput, RecordingEntry } from "@switchyard/core/backend";
import type { Capabilities } from "@switchyard/core/protocol";
import { drive, type Driven, startAhead } from "./driver.ts";
import type { ContractFixtures, RealProgram, Situations, Stage } from "./fixtures.ts";

/** A recording, and what was told while it was made. */
export interface Kept {
  readonly name: string;
  readonly entries: readonly RecordingEntry[];
  readonly events?: readonly AgentEvent[];
}

/** The suite's part of one backend with its real program. */
export interface Rig extends AsyncDisposable {
  readonly backend: Backend;
  readonly stage: Stage;
  readonly situations: Situations;
  readonly capabilities: Capabilities;
  /** Starts the program; its recording is kept under `name`. */
  start(name: string, input?: Partial<ConversationInput>): Driven;
  /** Starts the program ahead of a conversation, which `start` then opens in it. */
  startAhead(): { start: Rig["start"] };
  /** What was recorded so far. */
  kept(): readonly Kept[];
}

/** What a backend declares, with what its program is known to tell, less what that does not do. */
export function capabilitiesOf(backend: Backend, { told, lacks = [] }: ContractFixtures): Capabilities {
  const lacking = Object.fromEntries(lacks.map((name) => [name, false]));
  return { ...backend.capabilities, ...told, ...lacking };
}

export async function openRig(backend: Backend, fixtures: ContractFixtures, real: RealProgram): Promise<Rig> {
  const stage = await real.stage();
  const started: { name: string; driven: Driven }[] = [];
  function keep(name: string, driven: Driven): Driven {
    started.push({ name: `${name} (process ${started.length + 1})`, driven });
    return driven;
  }

  return {
    backend,
    stage,
    situations: real.situations,
    capabilities: capabilitiesOf(backend, fixtures),
    start: (name, input) => keep(name, drive(backend, stage, input)),
    startAhead() {
      const ahead = startAhead(backend, stage);
      return { start: (name, input) => keep(name, drive(backend, { ...stage, ahead }, input)) };
    },
    kept: () =>
      started.map(({ name, driven }) => ({ name, entries: driven.recording, events: driven.events })),
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map(({ driven }) => driven[Symbol.asyncDispose]()));
      await stage[Symbol.asyncDispose]();
    },
  };
}
