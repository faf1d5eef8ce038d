import type { Capabilities } from "@switchyard/core/protocol";
import type { ConfigOption, Opened } from "./native.ts";
import { choicesOf, selector } from "./selectors.ts";

/** The agent's models: which there are, and which is in force. */
export class Models {
  /** The id of the config option by which the model is set; null: by `session/set_model`. */
  configId: string | null = null;
  current: string | null = null;
  all: Capabilities["models"] = [];

  opened({ models, configOptions }: Opened): void {
    const option = selector(configOptions, "model");
    this.configId = option?.id ?? null;
    if (option !== undefined) {
      this.all = choicesOf(option).map(({ value, name }) => ({ id: value, displayName: name }));
      this.configured(configOptions ?? []);
      return;
    }
    this.current = models?.currentModelId ?? null;
    this.all = (models?.availableModels ?? []).map(({ modelId, name }) => ({
      id: modelId,
      displayName: name,
    }));
  }

  configured(options: readonly ConfigOption[]): void {
    if (this.configId === null) return;
    const value = options.find(({ id }) => id === this.configId)?.currentValue;
    if (typeof value === "string") this.current = value;
  }

  /** Whether one can be chosen at all. */
  get isChoosable(): boolean {
    return this.all.length > 0;
  }
}
