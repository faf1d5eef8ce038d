import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { attachedText } from "./attached-text.ts";

test("any text comes back as it was, and what is none is told", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
      const plain = text.toWellFormed().replaceAll("\0", "");
      expect(attachedText(base64(utf8(plain)))).toBe(plain);
    }),
    { numRuns: 30 },
  );
  const long = "zwölf % Boxkämpfer 🥊\n".repeat(2000);
  expect(attachedText(base64(utf8(long)))).toBe(long);
  const noText = [[0xff, 0xfe, 0x41], [0x61, 0, 0x62], [0xc3]];
  expect(noText.map((bytes) => attachedText(base64(bytes)))).toEqual([null, null, null]);
  expect(attachedText("no base64 at all")).toBeNull();
});

function base64(bytes: readonly number[]): string {
  return z.core.util.uint8ArrayToBase64(Uint8Array.from(bytes));
}

function utf8(text: string): number[] {
  const parts = encodeURIComponent(text).matchAll(/%(..)|(.)/g);
  return [...parts].map(([, hex, plain = ""]) =>
    hex === undefined ? plain.charCodeAt(0) : Number.parseInt(hex, 16),
  );
}
