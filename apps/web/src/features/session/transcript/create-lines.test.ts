import type { AgentChunk } from "@switchyard/core/protocol";
import { emptyTranscript, foldChunks } from "@switchyard/core/session";
import { createRoot, createSignal } from "solid-js";
import { expect, test } from "vitest";
import { chunk } from "../../../testing/fake-bridge.ts";
import { createParts, firstItem, guessHeight, showsItem } from "./create-lines.ts";

const turn = (number: number, from: number): AgentChunk[] =>
  [
    chunk(from, { type: "turn_started", by: "user" }),
    chunk(from + 1, { type: "user_message", messageId: `m${number}`, content: "Look" }),
    chunk(from + 2, { messageKey: "a", content: "I look." }),
    ...["r1", "r2"].map((id, at) =>
      chunk(from + 3 + at, {
        type: "tool_call",
        toolCallId: `${id}-${number}`,
        name: "Read",
        kind: "read",
        status: "pending",
        title: "Read",
        input: {},
      }),
    ),
  ].map((one) => ({ ...one, turn: number }));

test("what is above can come and go, and the lines of what stays keep their keys", () => {
  createRoot((dispose) => {
    const all = [...turn(1, 1), ...turn(2, 6)];
    // A page that begins within turn 2 has another first chunk of it.
    const [shown, setShown] = createSignal(foldChunks(all.slice(6)));
    const parts = createParts(shown);
    const keys = () => parts().flatMap((part) => part.lines().map((line) => line.key));
    const before = keys();
    expect(before).toEqual(["turn-2/chunk:7", "turn-2/message:2:a", "turn-2/looks:tool:r1-2", "turn-2/end"]);
    setShown(foldChunks(all));
    expect(keys().slice(-4)).toEqual(before);
    expect(keys()).toHaveLength(8);
    const part = parts()[1];
    setShown(foldChunks(all.slice(5)));
    expect(parts()[0]).toBe(part);
    setShown(emptyTranscript());
    expect(keys()).toEqual([]);
    dispose();
  });
});

test("a line is found by any item that it shows, and its height is guessed by its text", () => {
  createRoot((dispose) => {
    const [shown] = createSignal(foldChunks(turn(1, 1)));
    const [user, message, looks] = createParts(shown)()[0]?.lines() ?? [];
    if (!user || !message?.row || !looks?.row) throw new Error("lines are missing");
    expect(showsItem(looks.row, "tool:r2-1")).toBe(true);
    expect(showsItem(message.row, "tool:r2-1")).toBe(false);
    expect(firstItem(looks.row)).toBe("tool:r1-1");
    expect(user.isFirst).toBe(true);
    expect(guessHeight(user)).toBeGreaterThan(guessHeight(message));
    dispose();
  });
});
