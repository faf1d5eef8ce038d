import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, expect, test } from "vitest";
import { MenuLayer } from "./Menu.tsx";

afterEach(cleanup);

test("the item in focus keeps it while all items are made anew, and what changes of another shows", async () => {
  const [chosen, setChosen] = createSignal("open");
  const items = () =>
    ["open", "blocked", "closed"].map((label) => ({
      label,
      checked: label === chosen(),
      run: () => {},
    }));
  const anchor = document.body.appendChild(document.createElement("button"));
  render(() => <MenuLayer label="Status" items={items()} anchor={anchor} onClose={() => {}} />);
  const menu = await screen.findByRole("menu", { name: "Status" });
  await Promise.resolve();
  fireEvent.keyDown(document.activeElement ?? menu, { key: "End" });
  const last = screen.getByRole("menuitemradio", { name: "closed" });
  expect(document.activeElement).toBe(last);
  setChosen("blocked");
  expect(document.activeElement).toBe(last);
  expect(screen.getByRole("menuitemradio", { checked: true }).textContent).toContain("blocked");
  anchor.remove();
});
