import type { ProjectId, UsageSum } from "@switchyard/core/protocol";
import { type Accessor, createEffect, createMemo, createSignal, on, onCleanup } from "solid-js";
import type { App } from "./app.ts";
import { now } from "./clock.ts";

/** Turns end in bursts: the sum is asked for once, so long after the first of them. */
const PATIENCE_MS = 1500;

/**
 * What the turns of today took, of all projects or one; null until it is told. Read anew when turns end, and when
 * another day begins.
 */
export function createSpending(
  { wire, connection, sessions }: Pick<App, "wire" | "connection" | "sessions">,
  projectId: Accessor<ProjectId | undefined> = () => undefined,
): Accessor<UsageSum | null> {
  const [sum, setSum] = createSignal<UsageSum | null>(null);
  const today = createMemo(() => dayOf(new Date(now())));
  const lastEnd = createMemo(() =>
    sessions.all.reduce((last, { lastTurn }) => Math.max(last, lastTurn?.endedAt ?? 0), 0),
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asks = 0;

  async function read(): Promise<void> {
    timer = undefined;
    asks += 1;
    const ours = asks;
    const day = today();
    const id = projectId();
    try {
      const { total } = await wire.call("getUsage", {
        by: "day",
        from: day,
        to: day,
        ...(id === undefined ? {} : { projectId: id }),
      });
      if (ours === asks) setSum(total);
    } catch {
      // What was told last stays; the next turn's end asks again.
    }
  }

  createEffect(
    on([connection.epoch, today, projectId], ([epoch]) => {
      if (epoch > 0) void read();
    }),
  );
  createEffect(
    on(
      lastEnd,
      () => {
        timer ??= setTimeout(() => void read(), PATIENCE_MS);
      },
      { defer: true },
    ),
  );
  onCleanup(() => {
    asks += 1;
    clearTimeout(timer);
  });
  return sum;
}

/** A day as the bridge names it, of this machine's clock. */
function dayOf(date: Date): string {
  const part = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${part(date.getMonth() + 1)}-${part(date.getDate())}`;
}
