import { cleanup, render, screen } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, expect, test } from "vitest";
import { Flashing } from "./Flashing.tsx";
import { OwnChange } from "./own-change.ts";

afterEach(cleanup);

test("what the user changes does not stand out, what comes from elsewhere does", () => {
  const [value, setValue] = createSignal("P2");
  const [isOwn, setOwn] = createSignal(true);
  render(() => (
    <OwnChange.Provider value={isOwn}>
      <Flashing value={value()}>{value()}</Flashing>
    </OwnChange.Provider>
  ));
  const stands = () => "flash" in (screen.getByText(/^P\d$/).dataset ?? {});
  setValue("P1");
  expect(stands()).toBe(false);
  setOwn(false);
  expect(stands()).toBe(false);
  setValue("P0");
  expect(stands()).toBe(true);
});
