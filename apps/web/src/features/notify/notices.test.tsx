import { fireEvent, screen, waitFor } from "@solidjs/testing-library";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { areNoticesOn, rereadNotices } from "../../state/notices.ts";
import { openPage } from "../../testing/open-page.tsx";

// The test environment has no layout to scroll to a part of the settings in.
beforeEach(() => void Object.assign(Element.prototype, { scrollIntoView: () => undefined }));
afterEach(() => {
  Reflect.deleteProperty(Element.prototype, "scrollIntoView");
  vi.unstubAllGlobals();
  localStorage.clear();
  rereadNotices();
});

/** A browser that has not been asked yet, and what it answers. */
function browser(answer: NotificationPermission) {
  const requestPermission = vi.fn<() => Promise<NotificationPermission>>(async () => {
    stub.permission = answer;
    return answer;
  });
  const stub = { permission: "default" as NotificationPermission, requestPermission };
  vi.stubGlobal("Notification", stub);
  rereadNotices();
  return requestPermission;
}

const toggle = (name: string) => screen.findByRole("switch", { name });

test("the browser is asked on a press alone, and once; sound and details are off until they are wanted", async () => {
  const asked = browser("granted");
  openPage({}, "/inbox");
  const button = await screen.findByRole("button", { name: "Notify me" });
  expect(asked).not.toHaveBeenCalled();
  fireEvent.click(button);
  await screen.findByRole("button", { name: "Notifications on" });
  expect(asked).toHaveBeenCalledTimes(1);
  fireEvent.click(screen.getByRole("button", { name: "Notifications on" }));
  const checked = async (name: string) => (await toggle(name)).getAttribute("aria-checked");
  expect(await checked("Approvals")).toBe("true");
  expect(await checked("Sound")).toBe("false");
  expect(await checked("Show what is asked")).toBe("false");
  fireEvent.click(await toggle("Finished turns"));
  await waitFor(async () => expect(await checked("Finished turns")).toBe("false"));
  expect(JSON.parse(localStorage.getItem("switchyard.notices") ?? "")).toMatchObject({
    isOn: true,
    kinds: { approval: true, finished: false },
  });
  fireEvent.click(await toggle("Notify me in this browser"));
  expect(areNoticesOn()).toBe(false);
  expect(asked).toHaveBeenCalledTimes(1);
});

test("a browser that blocks them is not asked again: it says where that is changed", async () => {
  const asked = browser("denied");
  openPage({}, "/inbox");
  fireEvent.click(await screen.findByRole("button", { name: "Notify me" }));
  expect(await screen.findByText(/Allow them in its site settings/)).toBeDefined();
  const use = await toggle("Notify me in this browser");
  expect(use.getAttribute("aria-disabled")).toBe("true");
  fireEvent.click(use);
  expect(asked).toHaveBeenCalledTimes(1);
  expect(areNoticesOn()).toBe(false);
});
