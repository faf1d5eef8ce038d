import { expect, test } from "vitest";
import { isEndInView } from "../../ask/reading.ts";
import { type Follow, followAfter, newItems } from "./follow.ts";

const following: Follow = { following: true, itemsSeen: 0 };
const reading: Follow = { following: false, itemsSeen: 10 };
const at = (fromEnd: number) => ({ scrollTop: 1000 - fromEnd, clientHeight: 500, scrollHeight: 1500 });

test("it follows while within 48 px of the end", () => {
  expect(
    followAfter(following, { kind: "scrolled", box: at(48), items: 10, towards: "start" }).following,
  ).toBe(true);
  expect(
    followAfter(following, { kind: "scrolled", box: at(49), items: 10, towards: "start" }).following,
  ).toBe(false);
});

test("wheel up or a selection lets go at once, and counts what comes after", () => {
  const let_go = followAfter(following, { kind: "let_go", items: 10 });
  expect(let_go.following).toBe(false);
  expect(newItems(let_go, 22)).toBe(12);
  expect(followAfter(let_go, { kind: "let_go", items: 15 })).toBe(let_go);
});

test("it does not catch hold again of someone who scrolls up near the end", () => {
  expect(followAfter(reading, { kind: "scrolled", box: at(20), items: 10, towards: "start" }).following).toBe(
    false,
  );
  expect(followAfter(reading, { kind: "scrolled", box: at(20), items: 10, towards: "end" }).following).toBe(
    true,
  );
});

test("growth alone, with no scroll towards the start, does not let go", () => {
  expect(
    followAfter(following, { kind: "scrolled", box: at(900), items: 10, towards: "end" }).following,
  ).toBe(true);
});

test("End, the pill and a message of one's own follow again", () => {
  expect(followAfter(reading, { kind: "follow" })).toEqual(following);
  expect(newItems(following, 99)).toBe(0);
});

test("the end of a box is in view when no more than rounding is left", () => {
  expect(isEndInView(at(2))).toBe(true);
  expect(isEndInView(at(3))).toBe(false);
});
