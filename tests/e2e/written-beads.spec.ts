import { expect, row, startInDialog, test } from "./plan-yard.ts";
import { said } from "./yard.ts";

test.afterEach(({ problems }) => expect(problems).toEqual([]));

test("a bead is captured, moved and ranked, worked on, sent back, verified and closed, with the tracker keeping each step", async ({
  open,
  yard,
}) => {
  const page = await open(yard, "/sessions");
  const kept = async (title: string) => (await yard.shop.read()).find((issue) => issue["title"] === title);

  await page.keyboard.press("b");
  const capture = page.getByRole("dialog", { name: "New bead" });
  await capture.getByRole("textbox", { name: "Title" }).fill("Weigh the things");
  await page.keyboard.press("Enter");
  await expect(capture).toBeHidden();
  await expect(page.getByText(/^Made shop-.*: Weigh the things$/)).toBeVisible();

  // Ranked, and moved below the epic, by keyboard.
  await page.getByRole("link", { name: "Plan", exact: true }).click();
  const bead = row(page, "Weigh the things");
  await bead.getByRole("link", { name: "Weigh the things" }).focus();
  await bead.focus();
  await page.keyboard.press("p");
  await page.getByRole("menuitemradio", { name: /Critical/ }).click();
  await expect(bead).toContainText("P0");
  await bead.focus();
  await page.keyboard.press("v");
  await page.keyboard.type("Sell things");
  await page.keyboard.press("Enter");
  await expect(bead).toHaveAttribute("aria-level", "2");
  await expect
    .poll(() => kept("Weigh the things"))
    .toMatchObject({
      priority: 0,
      dependencies: [{ depends_on_id: "shop-1", type: "parent-child" }],
    });

  await bead.getByRole("button", { name: /^Start/ }).click();
  await startInDialog(page, "[[say It weighs a pound.]]");
  await expect(said(page, "It weighs a pound.")).toBeVisible();

  await page.getByRole("link", { name: "Inbox" }).click();
  const list = page.getByRole("region", { name: "Beads to verify" });
  await list.getByRole("link", { name: /Weigh the things/ }).click();
  const acts = page.getByRole("group", { name: "What becomes of the bead" });
  await expect(page.getByText("The turn ended. The bead is still ready.")).toBeVisible();
  await acts.getByRole("button", { name: "Send back with a note" }).click();
  await acts.getByRole("textbox", { name: "What is still to do" }).fill("[[say Two pounds, then.]]");
  await page.keyboard.press("Control+Enter");
  await list.getByRole("link", { name: /Weigh the things.*Two pounds, then/ }).click();
  await acts.getByRole("button", { name: "Close bead" }).click();
  await acts.getByRole("textbox", { name: "Reason" }).fill("It was weighed");
  await page.keyboard.press("Enter");
  await expect(list).toBeHidden();
  expect(await kept("Weigh the things")).toMatchObject({ status: "closed", close_reason: "It was weighed" });
  expect(await yard.shop.overlaps()).toBe(0);
});

test("what a session says becomes a bead that names the session, and two people who edit one field see both values", async ({
  open,
  yard,
}) => {
  const sessionId = await yard.startOn("shop-1.3", "[[say Count the baskets, too.]]");
  await yard.ended(sessionId, 1);
  const page = await open(yard, `/sessions/${sessionId}`);
  await said(page, "Count the baskets, too.").hover();
  await page.getByRole("button", { name: "Make this a bead" }).last().click();
  const capture = page.getByRole("dialog", { name: "New bead" });
  await expect(capture.getByRole("textbox", { name: "Title" })).toHaveValue("Count the baskets, too.");
  await capture.getByRole("button", { name: "Make the bead" }).click();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByRole("article", { name: "Bead: Count the baskets, too." })).toBeVisible();
  // Its name is its title, which changes.
  const bead = page.getByRole("article");
  await expect(bead.getByRole("link", { name: /session Count the things/ })).toBeVisible();

  await bead.getByRole("heading", { level: 2 }).getByRole("button").click();
  await bead.getByRole("textbox", { name: "Title" }).fill("Count all the baskets");
  const made = (await yard.shop.read()).find(({ title }) => title === "Count the baskets, too.");
  const beadId = String(made?.["id"]);
  await yard.client.call("updateBead", { beadId, patch: { title: "Count no baskets" } });
  await expect(bead.getByText("It was changed while you edited it.")).toBeVisible();
  await expect(bead.getByText("Count no baskets").first()).toBeVisible();
  await bead.getByRole("button", { name: "Keep mine" }).click();
  await expect
    .poll(async () => (await yard.shop.read()).find(({ id }) => id === beadId)?.["title"])
    .toBe("Count all the baskets");
});
