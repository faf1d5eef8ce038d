import { useLocation, useNavigate } from "@solidjs/router";
import { fireEvent, screen, waitFor, within } from "@solidjs/testing-library";
import { createSignal, Show } from "solid-js";
import { expect, test, vi } from "vitest";
import { type fakeBridge, hello } from "../../testing/fake-bridge.ts";
import { openPart } from "../../testing/open-part.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { lazyDialog, lazyPart, OrTrouble } from "./lazy-part.tsx";

type FakeBridge = ReturnType<typeof fakeBridge>;

/** A button that opens a dialog, whose file is fetched then. */
function openButton(load: () => Promise<void>) {
  const fetched = vi.fn<() => Promise<void>>(load);
  const Letter = lazyDialog(async () => {
    await fetched();
    return {
      default: (props: { onClose: () => void }) => <Dialog title="A letter" {...props} children="" />,
    };
  });
  const { bridge } = openPart(() => {
    const [isOpen, setOpen] = createSignal(false);
    return (
      <>
        <button onClick={() => setOpen(true)}>Write</button>
        <Show when={isOpen()}>
          <Letter onClose={() => setOpen(false)} />
        </Show>
      </>
    );
  });
  return { bridge, fetched };
}

/** The bridge is gone, until it answers again. */
async function loseBridge(bridge: FakeBridge): Promise<() => void> {
  await vi.waitUntil(() => bridge.of("listSessions").length > 0);
  const { promise, resolve } = Promise.withResolvers<typeof hello>();
  bridge.handlers.hello = () => promise;
  const dropped = bridge.next("hello");
  bridge.drop();
  await dropped;
  return () => resolve(hello);
}

test("a dialog that is not here yet says that the bridge is away, and opens when it is back", async () => {
  const { bridge, fetched } = openButton(async () => {});
  const comeBack = await loseBridge(bridge);
  fireEvent.click(screen.getByRole("button", { name: "Write" }));
  const told = await screen.findByRole("dialog", { name: "The bridge can’t be reached" });
  expect(within(told).getByRole("alert").textContent).toMatch(/opens by itself when the bridge is back/);
  // A browser keeps what it could not fetch: nothing is asked for that can't come.
  expect(fetched).not.toHaveBeenCalled();
  comeBack();
  await screen.findByRole("dialog", { name: "A letter" });
  expect(screen.getAllByRole("dialog")).toHaveLength(1);
});

test("who no longer wants the dialog closes what stands for it", async () => {
  const { bridge } = openButton(async () => {});
  await loseBridge(bridge);
  fireEvent.click(screen.getByRole("button", { name: "Write" }));
  const told = await screen.findByRole("dialog", { name: "The bridge can’t be reached" });
  fireEvent.keyDown(told, { key: "Escape" });
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("a file that a bridge of another version does not have is told, with the way to the page that fits", async () => {
  openButton(() => Promise.reject(new TypeError("Failed to fetch")));
  fireEvent.click(await screen.findByRole("button", { name: "Write" }));
  const told = await screen.findByRole("dialog", { name: "This part of the page could not be fetched" });
  expect(within(told).getByRole("button", { name: "Reload" })).toBeDefined();
});

test("a place that fails says why in place, and the next place is shown", async () => {
  const Broken = lazyPart(async () => ({
    default: () => {
      throw new Error("It has no legs.");
    },
  }));
  let goOn = (): unknown => undefined;
  openPart(() => {
    const navigate = useNavigate();
    const location = useLocation();
    goOn = () => navigate("/inbox");
    return (
      <OrTrouble>
        <Show when={location.pathname === "/plan"} fallback="The inbox">
          <Broken />
        </Show>
      </OrTrouble>
    );
  });
  const told = await screen.findByRole("alert");
  expect(told.textContent).toMatch(/This view could not be shown.*It has no legs\./);
  goOn();
  await screen.findByText("The inbox");
  expect(screen.queryByRole("alert")).toBeNull();
});
