import { cleanup, configure, render } from "@solidjs/testing-library";
import { onTestFinished, vi } from "vitest";
import { Page } from "../app/Page.tsx";
import { clearStartForm } from "../features/new-session/form-values.ts";
import { backendInfo } from "./backend-info.ts";
import type { Handlers } from "./fake-bridge.ts";
import { personaInfo } from "./persona-info.ts";
import { startBridge } from "./with-app.ts";

// A view's code comes with its first use: on a busy machine that takes longer than the second that is usual.
configure({ asyncUtilTimeout: 10_000 });

/** The whole page over a fake bridge, at an address. */
export function openPage(handlers: Handlers = {}, path = "/sessions") {
  localStorage.clear();
  vi.stubGlobal("matchMedia", asOnADesk);
  clearStartForm();
  history.replaceState(null, "", path);
  const { bridge, wire } = startBridge({ ...furnished, ...handlers });
  onTestFinished(() => cleanup());
  render(() => <Page wire={wire} />);
  return { bridge, wire };
}

/** The test environment has no layout: no query for a narrow or touched screen matches. */
export function asOnADesk(media: string): Partial<MediaQueryList> {
  return { media, matches: false, addEventListener: () => undefined, removeEventListener: () => undefined };
}

export const personas = [
  personaInfo("specialist"),
  personaInfo("qa-engineer", { displayName: "QA engineer" }),
  personaInfo("none"),
];

/** What a bridge has that stands ready. */
export const furnished: Handlers = {
  listBackends: () => ({ backends: [backendInfo()] }),
  listPersonas: () => ({ personas, problems: [] }),
};

/** Presses a key where the focus is, as a user does. */
export function press(key: string, values: KeyboardEventInit = {}): void {
  const target = document.activeElement ?? document.body;
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...values }));
}
