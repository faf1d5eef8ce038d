import { cleanup, fireEvent, render, screen } from "@solidjs/testing-library";
import { createSignal } from "solid-js";
import { afterEach, expect, test } from "vitest";
import { Switch } from "./Switch.tsx";

afterEach(cleanup);

function open(values: { busy?: boolean; disabled?: boolean; reason?: string } = {}) {
  const [checked, setChecked] = createSignal(false);
  const asked: boolean[] = [];
  render(() => (
    <Switch
      label="Use Gemini CLI"
      checked={checked()}
      onChange={(on) => {
        asked.push(on);
        setChecked(on);
      }}
      {...values}
    />
  ));
  return { asked, control: screen.getByRole("switch", { name: "Use Gemini CLI" }) };
}

test("a press turns it on, another turns it off", () => {
  const { asked, control } = open();
  expect(control.getAttribute("aria-checked")).toBe("false");
  fireEvent.click(control);
  expect(control.getAttribute("aria-checked")).toBe("true");
  fireEvent.click(control);
  expect(asked).toEqual([true, false]);
});

test.each([{ busy: true }, { disabled: true, reason: "Not connected" }])(
  "it takes no press while it is %o, and keeps the focus",
  (values) => {
    const { asked, control } = open(values);
    control.focus();
    fireEvent.click(control);
    expect(asked).toEqual([]);
    expect(document.activeElement).toBe(control);
    expect(control.getAttribute("aria-disabled")).toBe("true");
    expect(control.title).toBe(values.reason ?? "");
  },
);
