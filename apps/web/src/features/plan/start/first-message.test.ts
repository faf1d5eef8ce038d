import { expect, test } from "vitest";
import { bead } from "../../../testing/beads.ts";
import { defaultMessage } from "../../bead/default-message.ts";
import { firstMessage } from "./first-message.ts";

const one = bead("pa-18.3", { title: "Answer 429 with {id} and $1" });

test("without a text of the user's each bead gets the usual message for its task", () => {
  expect(firstMessage("  ", one, "verify-task")).toBe(defaultMessage(one, "verify-task"));
});

test("the bead's own id and title stand where the text names them, and are taken as they are", () => {
  expect(firstMessage("First {id}, then {id} again: {title}. {other}", one, undefined)).toBe(
    "First pa-18.3, then pa-18.3 again: Answer 429 with {id} and $1. {other}",
  );
});
