import { expect, it } from "vitest";
import { humpsOf, wordsOf } from "./words.ts";

it.each([
  ["npm run build", ["npm", "run", "build"]],
  ["Crème Brûlée", ["creme", "brulee"]],
  ["cafe\u0301", ["cafe"]],
  ["max_old-space/size.ts", ["max", "old", "space", "size", "ts"]],
  ["ΑΘΗΝΑ Straße İzmir", ["αθηνα", "straße", "izmir"]],
  ["日本語テキスト test", ["日", "本", "語", "テ", "キ", "ス", "ト", "test"]],
  ["안녕 мир 🚂 ", ["안녕".normalize("NFKD"), "мир"]],
  ["", []],
])("The words of %j", (text, words) => {
  expect(Array.from(wordsOf(text), ({ word }) => word)).toEqual(words);
});

it("A word knows where it stands", () => {
  const text = "🚂 Über (Größe)";
  expect(Array.from(wordsOf(text), ({ from, to }) => text.slice(from, to))).toEqual(["Über", "Größe"]);
});

it.each([
  ["parseStdoutLine", ["parse", "stdout", "stdoutline", "line"]],
  ["HTTPServer", ["http", "server"]],
  ["sha256Sum", ["sha256", "sum"]],
  ["plain", []],
  ["Plain", []],
  ["CONSTANT", []],
])("What %s is found by beside itself", (written, words) => {
  expect(humpsOf(written).map(({ word }) => word)).toEqual(words);
});
