import { expect, test } from "vitest";
import { resultDiff, resultShown } from "./results.ts";

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
    resultDiff({ type: "create", filePath: "a", content: "x".repeat(2e6), structuredPatch: [] }) ?? [];
  expect(diff?.oldText).toBeNull();
  expect(diff?.newText.length).toBeLessThan(1_100_000);
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

test("a result's pictures come apart from its text, within bounds", () => {
  const picture = (data: string) => ({
    type: "image",
    source: { type: "base64", media_type: "image/png", data },
  });
  expect(resultShown([{ type: "text", text: "Look:" }, picture("AAAA"), { type: "audio" }])).toEqual({
    output: "Look:\n[audio]",
    images: [{ mediaType: "image/png", data: "AAAA" }],
  });
  const many = resultShown(Array.from({ length: 10 }, () => picture("AAAA")));
  expect(many).toMatchObject({ output: "[image, 1 MB]\n[image, 1 MB]", images: { length: 8 } });
  const large = resultShown([picture("A".repeat(8_000_000))]);
  expect(large).toEqual({ output: "[image, 6 MB]", images: [] });
  expect(resultShown([{ type: "image", source: { type: "url", url: "x" } }]).output).toBe("[image]");
  expect(resultShown("<tool_use_error>No such tool</tool_use_error>").output).toBe("No such tool");
  expect(resultShown(undefined)).toEqual({ output: "", images: [] });
});

test("of a sub-agent its own words are shown, without what is put around them for the model", () => {
  const content = [{ type: "text", text: "[Subagent hand-back] … The report follows:\n  Done." }];
  const details = { agentId: "a", status: "completed", content: [{ type: "text", text: "Done." }] };
  expect(resultShown(content, details).output).toBe("Done.");
});
