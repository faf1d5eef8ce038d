import { expect, test } from "vitest";
import { converse } from "./conversation.ts";
import type { Situations } from "./fixtures.ts";
import { LIMIT } from "./limit.ts";
import type { Rig } from "./rig.ts";

/** What stands beside a prompt. */
export function testAttachments(
  rig: () => Rig,
  { prompt, says }: NonNullable<Situations["attachments"]>,
): void {
  test(
    "a picture and a text beside a prompt arrive with it, and the next one is without",
    LIMIT,
    async () => {
      await using conversation = converse(rig(), "attachments");
      conversation.prompt(prompt, [
        { name: "dot.png", mediaType: "image/png", data: DOT },
        { name: "notes.txt", mediaType: "text/plain", data: NOTES },
      ]);
      const { text, end } = await conversation.ended();
      expect(end).toMatchObject({ stopReason: "end_turn" });
      for (const one of says) expect(text).toContain(one);
      const next = await conversation.say(prompt);
      expect(next.end).toMatchObject({ stopReason: "end_turn" });
      for (const one of says) expect(next.text).not.toContain(one);
    },
  );
}

/** One pixel. */
const DOT =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
/** "A word of notes.\n" */
const NOTES = "QSB3b3JkIG9mIG5vdGVzLgo=";
