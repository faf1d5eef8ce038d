import { type Hold, SwitchyardError, type TurnError } from "@switchyard/core/protocol";
import {
  budgetBehind,
  budgetNotices,
  type BudgetNotice,
  budgetsOf,
  dollars,
  reachedOf,
} from "../usage/budgets.ts";
import { parkedBy } from "../usage/parking.ts";
import type { SessionRecord } from "./record.ts";
import type { SessionDeps } from "./session-deps.ts";

/** What keeps the next turn of one session back: the provider's limit, and the user's budgets. */
export interface Limits {
  hold(): Hold | null;
  /** The budget that is reached; null: none is. */
  reached(): ReturnType<typeof reachedOf>;
  /** @throws {SwitchyardError} LIMIT_REACHED where a budget is reached */
  refuseIfReached(): void;
  /** A turn has ended, perhaps because it met a limit. */
  turnEnded(error: TurnError | undefined): void;
  /** The usage limit has reset; tells whether the session goes on by itself. */
  over(): boolean;
  /** It does not wait for the usage limit any more. */
  lift(): void;
  /** @throws {SwitchyardError} NOT_SUPPORTED where nobody said when the limit resets */
  setResume(goesOn: boolean): void;
  /** What is to be said of it. */
  setBudget(limitUsd: number | null): BudgetNotice[];
}

export function makeLimits(
  deps: Pick<SessionDeps, "backend" | "log" | "resumesAfterLimit">,
  record: SessionRecord,
): Limits {
  /** How often it went on by itself and met the limit again. */
  let tries = 0;

  const reached = (): ReturnType<typeof reachedOf> => reachedOf(budgetsOf(deps.log, record));

  return {
    reached,
    hold() {
      if (record.limit !== null) return { reason: "usage_limit", ...record.limit };
      const reason = reached();
      return reason && { reason, resetsAt: null, goesOn: false };
    },
    refuseIfReached() {
      const reason = reached();
      if (reason === null) return;
      const { spentUsd = 0, limitUsd = 0, beadId } = budgetBehind(budgetsOf(deps.log, record), reason);
      const whose = beadId === undefined ? "The budget" : `The budget of ${beadId}`;
      throw new SwitchyardError(
        "LIMIT_REACHED",
        `${whose} is reached: ${dollars(spentUsd)} of ${dollars(limitUsd)} are spent. Raise or lift it, then go on.`,
        { reason, spentUsd, limitUsd, ...(beadId === undefined ? {} : { beadId }) },
      );
    },
    turnEnded(error) {
      const goesOn = record.resumesAfterLimit ?? deps.resumesAfterLimit();
      const parked = error && parkedBy(error, { now: Date.now(), goesOn, triesBefore: tries });
      if (parked === undefined) tries = 0;
      else record.limit = parked;
    },
    over() {
      const goesOn = record.limit?.goesOn === true;
      record.limit = null;
      if (goesOn) tries += 1;
      return goesOn;
    },
    lift() {
      record.limit = null;
    },
    setResume(goesOn) {
      if (goesOn && record.limit?.resetsAt === null) {
        throw new SwitchyardError(
          "NOT_SUPPORTED",
          `${deps.backend.displayName} did not tell when the limit resets, so the session cannot go on by itself. Press Continue when you want to try.`,
        );
      }
      record.resumesAfterLimit = goesOn;
      if (record.limit !== null) record.limit = { ...record.limit, goesOn };
    },
    setBudget(limitUsd) {
      const before = budgetsOf(deps.log, record);
      record.budgetUsd = limitUsd;
      return budgetNotices(before, budgetsOf(deps.log, record), record);
    },
  };
}

/** Said when the usage limit has reset. */
export function limitResetNotice(goesOn: boolean): BudgetNotice {
  const content = goesOn
    ? "The usage limit has reset. The session goes on, as you said it should."
    : "The usage limit has reset. Press Continue to go on.";
  return { type: "notice", content, level: "info", code: "limit_reset" };
}
