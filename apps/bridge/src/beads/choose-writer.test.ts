import { expect, test } from "vitest";
import { chooseWriter } from "./choose-writer.ts";

const none = { missing: "There is no such program on the PATH." };
const bd = (version: string) => ({ name: "bd", path: "/bin/bd", version }) as const;
const br = { name: "br", path: "/bin/br", version: "0.1.12" } as const;

test("a tracker is changed by a program of the kind that made it", () => {
  expect(chooseWriter("br", { bd: bd("1.3.0"), br })).toEqual({ program: br });
  expect(chooseWriter("dolt", { bd: bd("1.3.0"), br })).toEqual({ program: bd("1.3.0") });
  expect(chooseWriter("sqlite", { bd: bd("0.49.6"), br })).toEqual({ program: bd("0.49.6") });
});

test("the file alone is changed by the program that was found to open it", () => {
  expect(chooseWriter("file", { bd: bd("0.49.6"), br }, bd("0.49.6"))).toEqual({ program: bd("0.49.6") });
});

test.each([
  ["br", { bd: bd("1.3.0"), br: none }, /^br made this tracker\. .* Install br/],
  ["dolt", { bd: none, br }, /Install bd to change beads/],
  ["dolt", { bd: bd("0.49.6"), br }, /too old .* Install a newer one/],
  ["sqlite", { bd: bd("1.3.0"), br }, /does not open it\. Install bd 0\.49\.6/],
  ["sqlite", { bd: none, br }, /Install bd/],
  ["file", { bd: bd("0.49.6"), br }, /`bd init`/],
] as const)("no other program makes a database beside it: %s", (keeper, programs, why) => {
  expect(chooseWriter(keeper, programs)).toEqual({ why: expect.stringMatching(why) });
});
