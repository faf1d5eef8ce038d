import type { AgentEvent } from "@switchyard/core/backend";
import { PermissionMode } from "@switchyard/core/protocol";

/** The permission mode in force, and the one that leaving plan mode goes back to. */
export class Mode {
  /** In Claude's own word; what the command line says until Claude tells. */
  word = "default";
  #beforePlan: PermissionMode = "default";

  told(word: string): AgentEvent {
    this.word = word;
    const permissionMode = PermissionMode.safeParse(word).data ?? "unknown";
    if (permissionMode !== "plan" && permissionMode !== "unknown") this.#beforePlan = permissionMode;
    return { type: "mode", permissionMode, content: word };
  }

  get afterPlan(): PermissionMode {
    return this.#beforePlan;
  }
}
