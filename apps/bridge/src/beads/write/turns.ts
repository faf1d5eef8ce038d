import { type Bead, SwitchyardError } from "@switchyard/core/protocol";
import type { Calls } from "../calls.ts";
import { chooseJsonl } from "../choose-jsonl.ts";
import { chooseWriter } from "../choose-writer.ts";
import type { Place } from "../place.ts";
import type { Program, Programs } from "../program.ts";
import { workspaceKind } from "../workspace-kind.ts";
import { type ActorOptions, actorOf, type Whose } from "./actor.ts";
import { failed } from "./failures.ts";
import { makeSlot, type Slot, type SlotOptions } from "./slot.ts";

/** Changes of a tracker: each has its turn among the calls, and what it has read back is told before it ends. */
export interface Turns {
  /**
   * Looks with what a tracker is changed; `cwd`: a folder that it is found from.
   * @throws {SwitchyardError} BD_NOT_FOUND: no program may change this tracker
   */
  prepare(cwd: string): Promise<Turn>;
}

export interface Turn {
  /** Waits behind those that were taken before. Settles as `work` does. */
  take<T>(work: (slot: Slot) => Promise<T>): Promise<T>;
}

export interface TurnsOptions extends ActorOptions {
  readonly place: Place;
  readonly programs: Programs;
  readonly calls: Pick<Calls, "turn">;
  /** What was last read of all. */
  readonly beads: () => readonly Bead[];
  /** The program that all is read with; null: a file is. Reads where nothing was read yet. */
  readonly reader: () => Promise<Program | null>;
  /** What is known of these beads now. */
  readonly learned: (beads: readonly Bead[]) => void;
  /** Nothing is left to change for now. */
  readonly rested: () => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function makeTurns(options: TurnsOptions): Turns {
  const { place, calls, signal } = options;
  let open = 0;
  let named: { readonly key: string; readonly at: number; readonly actor: Promise<string> } | null = null;

  /** Asked for once in a while: one who edits a lot is the same one. */
  function actorFor(whose: Whose): Promise<string> {
    const key = `${whose.program.path}\0${whose.program.version}\0${whose.cwd}`;
    if (named?.key === key && options.now() - named.at < SAME_ACTOR_MS) return named.actor;
    named = { key, at: options.now(), actor: actorOf(whose, options) };
    return named.actor;
  }

  function taken<T>(
    { program, actor, cwd }: Pick<SlotOptions, "program" | "actor" | "cwd">,
    work: (slot: Slot) => Promise<T>,
  ): Promise<T> {
    return calls.turn(async (desk) => {
      if (signal.aborted) throw failed("Switchyard ends: nothing was changed.");
      const slot = makeSlot({ desk, program, actor, cwd, beads: options.beads() });
      try {
        return await work(slot);
      } finally {
        options.learned([...slot.learned.values()]);
      }
    });
  }

  return {
    async prepare(cwd) {
      const { beadsDir } = place;
      if (beadsDir === null) throw notFound(`${cwd} has no beads tracker; \`bd init\` makes one.`);
      const program = await writer(beadsDir, options);
      const actor = await actorFor({ program, beadsDir, cwd });
      return {
        async take(work) {
          open += 1;
          try {
            return await taken({ program, actor, cwd }, work);
          } finally {
            open -= 1;
            if (open === 0) options.rested();
          }
        },
      };
    },
  };
}

const SAME_ACTOR_MS = 10_000;

async function writer(
  beadsDir: string,
  { programs, reader }: Pick<TurnsOptions, "programs" | "reader">,
): Promise<Program> {
  const { keeper } = await workspaceKind(beadsDir, await chooseJsonl(beadsDir));
  const [bd, br] = await Promise.all([programs.find("bd"), programs.find("br")]);
  const chosen = chooseWriter(keeper, { bd, br }, keeper === "file" ? await reader() : null);
  if ("why" in chosen) throw notFound(chosen.why);
  return chosen.program;
}

function notFound(message: string): SwitchyardError {
  return new SwitchyardError("BD_NOT_FOUND", message);
}
