import type { BeadFilter } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import { recall, remember } from "../../state/local.ts";

/** What the plan shows besides the ancestors of it. */
export type PlanShow = "open" | "ready" | "sessions" | "blocked";

/** Which closed beads show with the open ones. */
export type ClosedShown = "hide" | "24h" | "7d" | "30d" | "all";

export type TimelineMode = "order" | "days";

/** What of the plan is shown, and how; the header changes it, tree and timeline read it. */
export interface PlanFilter {
  text(): string;
  setText(text: string): void;
  show(): PlanShow;
  setShow(show: PlanShow): void;
  /** Remembered. @default "7d" */
  closed(): ClosedShown;
  setClosed(closed: ClosedShown): void;
  /** Remembered. @default "order" */
  timeline(): TimelineMode;
  setTimeline(mode: TimelineMode): void;
  /** Whether more is left out than the closed ones. */
  isNarrowed(): boolean;
  /** Shows all open ones again. */
  clear(): void;
  /** The same, as `@switchyard/beads` takes it. */
  asBeadFilter(): BeadFilter;
}

export function createPlanFilter(): PlanFilter {
  const [text, setText] = createSignal("");
  const [show, setShow] = createSignal<PlanShow>("open");
  const [closed, setClosed] = createSignal(oneOf(CLOSED, recall("plan.closed")) ?? "7d");
  const [timeline, setTimeline] = createSignal(oneOf(MODES, recall("plan.timeline")) ?? "order");
  return {
    text,
    setText: (next) => setText(next),
    show,
    setShow: (next) => setShow(next),
    closed,
    setClosed(next) {
      setClosed(next);
      remember("plan.closed", next);
    },
    timeline,
    setTimeline(next) {
      setTimeline(next);
      remember("plan.timeline", next);
    },
    isNarrowed: () => text().trim() !== "" || show() !== "open",
    clear() {
      setText("");
      setShow("open");
    },
    asBeadFilter: () => ({
      ...(text().trim() !== "" && { filterText: text().trim() }),
      ...closedPart(closed()),
      ...showPart[show()],
    }),
  };
}

const CLOSED: readonly ClosedShown[] = ["hide", "24h", "7d", "30d", "all"];
const MODES: readonly TimelineMode[] = ["order", "days"];

const showPart: Record<PlanShow, BeadFilter> = {
  open: {},
  ready: { state: "ready" },
  sessions: { withSessions: true },
  blocked: { state: "blocked" },
};

function closedPart(closed: ClosedShown): BeadFilter {
  return closed === "hide" ? { hideClosed: true } : { closedTimeFilter: closed };
}

function oneOf<T extends string>(values: readonly T[], value: string | null): T | undefined {
  return values.find((known) => known === value);
}
