import { z } from "zod";
import { BackendId, PersonaId, TaskId } from "./ids.ts";

export const PersonaInfo = z.object({
  id: PersonaId,
  displayName: z.string(),
  description: z.string(),
  /** A lucide icon's name. */
  icon: z.string(),
  tasks: z.array(TaskId),
  /** The pack that brings it ("built-in"). */
  source: z.string(),
  backend: BackendId.optional(),
  model: z.string().optional(),
});
export type PersonaInfo = z.infer<typeof PersonaInfo>;
