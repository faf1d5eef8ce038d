import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { expect, test, vi } from "vitest";
import { type Handlers, settings, SETTINGS_FILE } from "../../testing/fake-bridge.ts";
import { openPage } from "../../testing/open-page.tsx";

vi.setConfig({ testTimeout: 20_000 });

async function open(values: Parameters<typeof settings>[0] = {}, handlers: Handlers = {}) {
  const page = openPage(
    {
      getSettings: () => ({ settings: settings(values), cwd: "/home/ada/app", settingsFile: SETTINGS_FILE }),
      ...handlers,
    },
    "/settings",
  );
  await screen.findByRole("combobox", { name: "Processes at once" });
  return page;
}

const choice = (name: string) => screen.getByRole<HTMLSelectElement>("combobox", { name });
const shown = (name: string) => choice(name).selectedOptions[0]?.textContent;

test("each names its default, and what automatic comes to", async () => {
  await open({ processLimit: 12 });
  expect(shown("Processes at once")).toBe("Automatic, 12 (default)");
  expect(shown("Put to sleep after")).toBe("30 minutes (default)");
  expect(shown("Keep stopped sessions")).toBe("Always (default)");
});

test("a value that is not among those offered stands among them", async () => {
  await open({ maxProcesses: 9, sleepAfterMinutes: 45, keepStoppedDays: 10 });
  expect(shown("Processes at once")).toBe("9");
  expect(shown("Put to sleep after")).toBe("45 minutes");
  expect(shown("Keep stopped sessions")).toBe("10 days");
});

test("what is chosen is saved at once, and no choice as null", async () => {
  const { bridge } = await open(
    { keepStoppedDays: 30 },
    { updateSettings: ({ settings: change }) => ({ settings: settings(change as object) }) },
  );
  const choose = (name: string, value: string) => fireEvent.change(choice(name), { target: { value } });
  choose("Processes at once", "4");
  choose("Put to sleep after", "null");
  choose("Keep stopped sessions", "null");
  await waitFor(() =>
    expect(bridge.of("updateSettings")).toEqual([
      { settings: { maxProcesses: 4 } },
      { settings: { sleepAfterMinutes: null } },
      { settings: { keepStoppedDays: null } },
    ]),
  );
});

test("a value that the bridge refuses goes back and says why", async () => {
  await open(
    {},
    { updateSettings: () => ({ refuse: { code: "STORAGE_FAILED", message: "The disk is full." } }) },
  );
  fireEvent.change(choice("Put to sleep after"), { target: { value: "60" } });
  await screen.findByText("The setting was not saved: The disk is full.");
  expect(shown("Put to sleep after")).toBe("30 minutes (default)");
});

test("the size of what is stored is told, and that it could not be read", async () => {
  const { bridge } = await open();
  expect(await screen.findByText("1.2 GB in 214 sessions, 68 GB free")).toBeDefined();
  bridge.handlers.getStorage = () => ({ refuse: { code: "BRIDGE_FAULT", message: "No such disk." } });
  bridge.drop();
  expect(await screen.findByText("The size could not be read: No such disk.")).toBeDefined();
});
