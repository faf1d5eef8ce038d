import { MAX_ATTACHMENT } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { createDraftFiles } from "../../state/draft-files.ts";
import { backendInfo, capabilities } from "../../testing/backend-info.ts";
import { addFiles, pastedName } from "./add-files.ts";
import { refusalOf } from "./refusal.ts";

const bytes = Uint8Array.of(0, 255, 1);
const file = (name: string, type: string, content: BlobPart = "words") => new File([content], name, { type });
const taker = (change: Partial<typeof capabilities>) =>
  backendInfo({ displayName: "Elm", capabilities: { ...capabilities, ...change } });

test("a picture and a type that the backend lacks are refused in words that name it, a text never is", async () => {
  const plain = taker({ images: false, files: [] });
  expect(await refusalOf(file("a.png", "image/png", bytes), plain)).toMatch(/^Elm takes no pictures.*@path/);
  expect(await refusalOf(file("a.zip", "application/zip", bytes), plain)).toMatch(/^Elm takes no files of/);
  // Browsers take TypeScript for a film.
  expect(await refusalOf(file("a.ts", "video/mp2t"), plain)).toBeNull();
  expect(
    await refusalOf(file("a.pdf", "application/pdf", bytes), taker({ files: ["application/*"] })),
  ).toBeNull();
  expect(await refusalOf(file("a", "", bytes), taker({ files: ["*"] }))).toBeNull();
  expect(await refusalOf(file("a.zip", "application/zip", bytes), undefined)).toBeNull();
  expect(await refusalOf(file("a.txt", "text/plain", ""), plain)).toBe("It is empty.");
  const large = file("a.txt", "text/plain", new Uint8Array(MAX_ATTACHMENT + 1));
  expect(await refusalOf(large, plain)).toMatch(/at most 5 MB.*@path/);
});

test("of too many files the first go with the draft, and the others are told by name", async () => {
  const files = createDraftFiles({
    attach: () => new Promise(() => undefined),
    kept: [],
    keep: () => undefined,
  });
  const given = Array.from({ length: 22 }, (_, at) => file(`${at}.txt`, "text/plain"));
  await addFiles(files, given, taker({}));
  expect(files.list).toHaveLength(20);
  expect(files.refused.map(({ name }) => name)).toEqual(["20.txt", "21.txt"]);
  await addFiles(files, [], taker({}));
  expect(pastedName(files, ".txt")).toBe("pasted-1.txt");
});
