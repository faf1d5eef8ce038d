import { expect, test } from "vitest";
import { promptContent } from "./prompt-content.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

test("files stand ahead of the text, each as what the model's API takes", () => {
  const content = promptContent("/review", [
    { name: "a.png", mediaType: "image/png", data: "AAAA" },
    { name: "a.pdf", mediaType: "application/pdf", data: "AAAA" },
    { name: 'a "b".txt', mediaType: "text/plain", data: base64("Zeile 1\n") },
    { name: "data.bin", mediaType: "application/octet-stream", data: base64("\0\0") },
    { name: "src/a.ts", path: "src/a.ts" },
  ]);
  expect(content).toEqual([
    { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
    {
      type: "document",
      source: { type: "base64", media_type: "application/pdf", data: "AAAA" },
      title: "a.pdf",
    },
    { type: "text", text: '<file name="a \\"b\\".txt">\nZeile 1\n\n</file>' },
    {
      type: "text",
      text: '[The file "data.bin" (application/octet-stream) could not be read as text.]',
    },
    // A command is read out of the last block.
    { type: "text", text: "/review" },
  ]);
});

test("a text alone, and one that names files, stays a text", () => {
  expect(promptContent("Hello.")).toBe("Hello.");
  expect(promptContent("See @a.ts.", [{ name: "a.ts", path: "a.ts" }])).toBe("See @a.ts.");
  const named = { name: "a.png", mediaType: "image/png", data: "AAAA", path: "a.png" };
  expect(promptContent("See @a.png.", [named])).toBe("See @a.png.");
  expect(promptContent("", [{ name: "a.png", mediaType: "image/png", data: "AAAA" }])).toHaveLength(1);
});
