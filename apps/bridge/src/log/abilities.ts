import type { DatabaseSync } from "node:sqlite";
import { Capabilities } from "@switchyard/core/protocol";
import { z } from "zod";
import { text } from "./row.ts";
import type { Writer } from "./writer.ts";

/** What programs told they can do, by the program: known again when the bridge starts anew. */
export interface AbilityTable {
  /** `program` names one program in one version of it. */
  get(program: string): Partial<Capabilities>;
  /** Adds to what is known of it; tells whether that changed anything. */
  add(program: string, told: Partial<Capabilities>): boolean;
}

export function makeAbilityTable(db: DatabaseSync, writer: Writer): AbilityTable {
  const save = db.prepare("INSERT OR REPLACE INTO abilities (program, capabilities) VALUES (?, ?)");
  const rows = db.prepare("SELECT program, capabilities FROM abilities").all();
  const known = new Map(
    rows.map((row) => {
      const capabilities = Told.parse(JSON.parse(text(row, "capabilities")));
      return [text(row, "program"), capabilities];
    }),
  );

  return {
    get: (program) => known.get(program) ?? {},
    add(program, told) {
      const before = known.get(program) ?? {};
      const after = { ...before, ...told };
      const json = JSON.stringify(after);
      if (json === JSON.stringify(before)) return false;
      known.set(program, after);
      writer.write(() => save.run(program, json));
      return true;
    },
  };
}

const { shape } = Capabilities;
/** Of another version of the bridge, it may not be understood: then it is told again. */
const Told = z
  .object({
    live: shape.live.exactOptional(),
    resume: shape.resume.exactOptional(),
    interrupt: shape.interrupt.exactOptional(),
    permissions: shape.permissions.exactOptional(),
    thoughts: shape.thoughts.exactOptional(),
    usage: shape.usage.exactOptional(),
    setModel: shape.setModel.exactOptional(),
    setPermissionMode: shape.setPermissionMode.exactOptional(),
    models: shape.models.exactOptional(),
    permissionModes: shape.permissionModes.exactOptional(),
  } satisfies Record<keyof Capabilities, z.ZodType>)
  .catch({});
