import { cleanup } from "@solidjs/testing-library";
import { afterEach, vi } from "vitest";
import { dismissToast } from "../ui/toast.ts";

// The test environment's own frames stop for good where a test takes over the timers between two of them.
const { setTimeout: later, clearTimeout: never } = globalThis;
const FRAME_MS = 16;
globalThis.requestAnimationFrame = (paint) => Number(later(() => paint(performance.now()), FRAME_MS));
globalThis.cancelAnimationFrame = (frame) => never(frame);

// Files share a page: what a test leaves on it would be there in the next one.
afterEach(() => {
  cleanup();
  dismissToast();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  localStorage.clear();
  sessionStorage.clear();
  document.body.replaceChildren();
  history.replaceState(null, "", "/");
});
