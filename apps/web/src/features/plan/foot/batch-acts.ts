import type { App } from "../../../state/app.ts";
import { toast } from "../../../ui/toast.ts";
import { batchWords as words } from "../../../words/batch-words.ts";
import { tellFailure } from "../../session-menu/tell-failure.ts";
import type { WaitingBatch } from "./waiting-batches.ts";

/** What can be done with starts that wait; what fails is told. */
export interface BatchActs {
  setLimit(batch: WaitingBatch, limit: number): void;
  hold(batch: WaitingBatch, isHeld: boolean): void;
  /** Stops those that have not begun. */
  stopWaiting(batch: WaitingBatch): Promise<void>;
}

export function makeBatchActs(app: App): BatchActs {
  const update = (batchId: string, change: { limit?: number; isHeld?: boolean }) =>
    app.wire.call("updateBatch", { batchId, ...change });
  return {
    setLimit: ({ batchId }, limit) => tellFailure(words.changeFailed, update(batchId, { limit })),
    hold: ({ batchId }, isHeld) => tellFailure(words.changeFailed, update(batchId, { isHeld })),
    async stopWaiting({ batchId, waiting }) {
      // Held first: a turn that ends meanwhile would start one that is about to be stopped.
      const work = update(batchId, { isHeld: true }).then(() =>
        Promise.all(waiting.map(({ sessionId }) => app.wire.call("terminateSession", { sessionId }))),
      );
      tellFailure(words.stopFailed, work);
      await work.then(
        () => toast(words.stopped(waiting.length)),
        () => undefined,
      );
      await app.sessions.reload();
    },
  };
}
