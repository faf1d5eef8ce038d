import type { ModelEvent } from "@switchyard/core/backend";

/** The model in use by its own name, where the user may have chosen it by another ("haiku"). */
export class Model {
  /** Null: Claude has yet to tell. */
  #inUse: string | null;
  #isOpened = false;

  constructor(wanted: string | undefined) {
    this.#inUse = wanted ?? null;
  }

  /** What the opening of a conversation tells of it. */
  opened(model: string | undefined): string | null {
    this.#isOpened = true;
    this.#inUse = model ?? this.#inUse;
    return this.#inUse;
  }

  /** Another one is asked for. */
  changing(): void {
    this.#inUse = null;
  }

  told(model: string | undefined): ModelEvent[] {
    if (!this.#isOpened || model === undefined || model === this.#inUse) return [];
    this.#inUse = model;
    return [{ type: "model", content: model, model }];
  }
}
