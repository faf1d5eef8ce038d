import { Route, Router, type RouteSectionProps } from "@solidjs/router";
import { cleanup, configure, render } from "@solidjs/testing-library";
import { type JSX, Suspense } from "solid-js";
import { onTestFinished, vi } from "vitest";
import { clearStartForm } from "../features/new-session/form-values.ts";
import { type ShellActions, ShellContext } from "../features/shell/shell-context.ts";
import { listenToKeys } from "../keys/keyboard.ts";
import { type App, AppContext, createApp, useApp } from "../state/app.ts";
import { Toasts } from "../ui/Toasts.tsx";
import type { Handlers } from "./fake-bridge.ts";
import { asOnADesk, furnished } from "./open-page.tsx";
import { startBridge } from "./with-app.ts";

configure({ asyncUtilTimeout: 10_000 });

/** A part of the page alone, over a fake bridge and at an address, with keys and toasts as the page has them. */
export function openPart(part: (app: App) => JSX.Element, handlers: Handlers = {}, path = "/plan") {
  localStorage.clear();
  vi.stubGlobal("matchMedia", asOnADesk);
  clearStartForm();
  history.replaceState(null, "", path);
  const { bridge, wire } = startBridge({ ...furnished, ...handlers });
  onTestFinished(() => cleanup());
  const asked: unknown[][] = [];
  const shell: ShellActions = {
    openNewSession: (...on) => void asked.push(["openNewSession", ...on]),
    openNewBead: (...on) => void asked.push(["openNewBead", ...on]),
    openTakeOver: () => void asked.push(["openTakeOver"]),
    openPalette: () => void asked.push(["openPalette"]),
    toggleList: () => void asked.push(["toggleList"]),
  };
  const Part = () => <>{part(useApp())}</>;
  const Root = (props: RouteSectionProps) => {
    listenToKeys();
    return (
      <ShellContext.Provider value={shell}>
        <Suspense>{props.children}</Suspense>
        <Toasts />
      </ShellContext.Provider>
    );
  };
  render(() => (
    <AppContext.Provider value={createApp(wire)}>
      <Router root={Root}>
        <Route path="*" component={Part} />
      </Router>
    </AppContext.Provider>
  ));
  return { bridge, wire, asked };
}
