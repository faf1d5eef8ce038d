import { z } from "zod";
import { BackendId, PersonaId, TaskId } from "./ids.ts";

export const PersonaInfo = z.object({
  id: PersonaId,
  displayName: z.string(),
  description: z.string(),
  /** A lucide icon's name. */
  icon: z.string(),
  tasks: z.array(TaskId),
  /** The beads it is for, by their type ("*": any) or the role that they name; the first that fits is suggested. */
  suits: z.array(
    z.object({ types: z.array(z.string()), roles: z.array(z.string()), task: TaskId.optional() }),
  ),
  /** The pack that brings it ("built-in"). */
  source: z.string(),
  backend: BackendId.optional(),
  model: z.string().optional(),
});
export type PersonaInfo = z.infer<typeof PersonaInfo>;
