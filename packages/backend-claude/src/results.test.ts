import { expect, test } from "vitest";
import { resultDiff, resultText } from "./results.ts";

test("a large file's diff holds its changed regions alone, within bounds", () => {
  const region = (first: number): object => ({
    lines: [` line ${first}`, "-old", "+new", "\\ No newline at end of file"],
  });
  const structuredPatch = Array.from({ length: 300 }, (_, index) => region(index));
  const diff = resultDiff({ filePath: "a.txt", originalFile: "x".repeat(1e6), structuredPatch }) ?? [];
  expect(diff).toHaveLength(100);
  expect(diff[0]).toEqual({ path: "a.txt", oldText: "line 0\nold", newText: "line 0\nnew" });
});

test("a new file has no old text, and a very long one is cut", () => {
  const [diff] =
    resultDiff({ type: "create", filePath: "a", content: "x".repeat(1e6), structuredPatch: [] }) ?? [];
  expect(diff?.oldText).toBeNull();
  expect(diff?.newText.length).toBeLessThan(70_000);
});

test("a notebook's cell is compared with what it was", () => {
  const details = { notebook_path: "n.ipynb", new_source: "2", old_source: "1", cell_type: "code" };
  expect(resultDiff(details)).toEqual([{ path: "n.ipynb", oldText: "1", newText: "2" }]);
});

test.for([[undefined], ["Error: no"], [{ stdout: "", stderr: "" }], [{ filePath: 3 }]])(
  "%j is no change of a file",
  ([details]) => {
    expect(resultDiff(details)).toBeUndefined();
  },
);

test("a result's text names what is no text", () => {
  const image = { type: "image", source: { data: "AAAA" } };
  expect(resultText([{ type: "text", text: "Look:" }, image])).toBe("Look:\n[image]");
  expect(resultText("<tool_use_error>No such tool</tool_use_error>")).toBe("No such tool");
  expect(resultText(undefined)).toBe("");
});
