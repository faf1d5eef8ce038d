import { type Attachment, BlobId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { WireError } from "../wire/wire-error.ts";
import { createDraftFiles } from "./draft-files.ts";
import { isUpload } from "./outgoing.ts";

const stored = (name: string): Attachment => ({
  blobId: BlobId.parse(crypto.randomUUID()),
  name,
  mediaType: "text/plain",
  bytes: 1,
});
const file = (name: string) => new File(["a"], name, { type: "text/plain" });

test("what is at the bridge is kept with the draft, and what was kept is there again", async () => {
  const kept: string[][] = [];
  const earlier = stored("earlier.txt");
  const files = createDraftFiles({
    attach: async ({ name }) => stored(name),
    kept: [earlier],
    keep: (attachments) => kept.push(attachments.map(({ name }) => name)),
  });
  files.add([file("new.txt")]);
  expect(files.list.map(({ state }) => state)).toEqual(["ready", "uploading"]);
  await expect.poll(() => kept.at(-1)).toEqual(["earlier.txt", "new.txt"]);
  files.putBack([earlier, stored("back.txt")]);
  expect(files.list.map(({ name }) => name)).toEqual(["earlier.txt", "new.txt", "back.txt"]);
  const [first] = files.list;
  files.lost(first?.key ?? "", new WireError("REQUEST_NOT_FOUND", "Gone"));
  expect(files.list[0]).toMatchObject({ state: "failed", fault: { message: "Gone" }, isHere: false });
  expect(kept.at(-1)).toEqual(["new.txt", "back.txt"]);
  files.clear();
  expect(kept.at(-1)).toEqual([]);
});

test("a failed upload is tried again on the user's word, and one that goes with a message is not begun anew", async () => {
  let tries = 0;
  const files = createDraftFiles({
    async attach({ name }) {
      tries += 1;
      if (tries === 1) throw new WireError("STORAGE_FAILED", "The disk takes nothing");
      return stored(name);
    },
    kept: [],
    keep: () => undefined,
  });
  files.add([file("a.txt")]);
  await expect.poll(() => files.list[0]?.state).toBe("failed");
  files.retry(files.list[0]?.key ?? "");
  const [outgoing] = files.outgoing();
  files.clear();
  if (outgoing === undefined || !isUpload(outgoing)) throw new Error("It was up too early.");
  expect(await outgoing.run()).toMatchObject({ name: "a.txt" });
  expect(await outgoing.run()).toBe(await outgoing.run());
  expect(tries).toBe(2);
});
