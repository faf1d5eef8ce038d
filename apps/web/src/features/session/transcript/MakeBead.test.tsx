import { MessageId } from "@switchyard/core/protocol";
import { fireEvent, screen } from "@solidjs/testing-library";
import { beforeEach, expect, test } from "vitest";
import { loadMarkdown } from "../../../markdown/engine.ts";
import { projectId } from "../../../testing/beads.ts";
import { openPart } from "../../../testing/open-part.tsx";
import { SessionProvider } from "../session-context.ts";
import { createFakeSession } from "../testkit/fake-view.ts";
import { MessageRow, UserRow } from "./TextRows.tsx";

beforeEach(() => loadMarkdown());

/** A message of a session in a project, as its row shows it. */
function openMessage(by: "user" | "agent", text: string, open = false) {
  const session = createFakeSession();
  session.add({ type: "turn_started", by: "user" });
  if (by === "user")
    session.add({ type: "user_message", messageId: MessageId.parse(crypto.randomUUID()), content: text });
  else session.add({ type: "agent_message", messageKey: "m", content: text });
  session.setInfo({ projectId });
  Object.assign(session.view.pages, { seqOf: () => 2 });
  const item = session.view.transcript.sections.at(-1)?.items.at(-1);
  const opened = openPart(() => (
    <SessionProvider value={session.view}>
      {item?.kind === "user" ? <UserRow item={item} /> : undefined}
      {item?.kind === "message" ? <MessageRow item={item} open={open} /> : undefined}
    </SessionProvider>
  ));
  return { ...opened, sessionId: session.view.info.sessionId };
}
const press = async () => fireEvent.click(await screen.findByRole("button", { name: "Make this a bead" }));

test.each(["user", "agent"] as const)(
  "a message of the %s becomes a bead with where it came from",
  async (by) => {
    const { asked, sessionId } = openMessage(by, "## Retry **twice**\n\nIt gives up.");
    await press();
    expect(asked).toEqual([
      [
        "openNewBead",
        {
          projectId,
          title: "Retry twice",
          description: "## Retry **twice**\n\nIt gives up.",
          origin: { sessionId, seq: 2 },
        },
      ],
    ]);
  },
);

test("of a message of one line the title is all", async () => {
  const { asked } = openMessage("user", "Retry twice");
  await press();
  expect(asked[0]?.[1]).not.toHaveProperty("description");
});

test("what is selected in the message is what is meant, and what is selected elsewhere is not", async () => {
  const { asked } = openMessage("user", "Retry twice. Then give up.");
  await screen.findByRole("button", { name: "Make this a bead" });
  const text = document.querySelector(".you-text")?.firstChild;
  if (text) getSelection()?.setBaseAndExtent(text, 13, text, 26);
  await press();
  expect(asked[0]?.[1]).toMatchObject({ title: "Then give up." });
  getSelection()?.selectAllChildren(document.body);
  await press();
  expect(asked[1]?.[1]).toMatchObject({ title: "Retry twice. Then give up." });
  getSelection()?.removeAllRanges();
});

test("an answer that is still being written can't be made one yet", async () => {
  openMessage("agent", "Half a", true);
  await screen.findByText("Half a");
  expect(screen.queryByRole("button", { name: "Make this a bead" })).toBeNull();
});
