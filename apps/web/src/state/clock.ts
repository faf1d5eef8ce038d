import { createSignal } from "solid-js";

const TICK_MS = 10_000;

const [time, setTime] = createSignal(Date.now());
setInterval(() => setTime(Date.now()), TICK_MS);

/** The time of day in Unix ms, told every ten seconds: for ages, not for durations. */
export const now = time;
