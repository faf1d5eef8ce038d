import { cleanup } from "@solidjs/testing-library";
import { afterEach, vi } from "vitest";
import { dismissToast } from "../ui/toast.ts";

// Files share a page: what a test leaves on it would be there in the next one.
afterEach(() => {
  cleanup();
  dismissToast();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  localStorage.clear();
  sessionStorage.clear();
  document.body.replaceChildren();
  history.replaceState(null, "", "/");
});
