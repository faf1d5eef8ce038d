import { beforeEach, expect, test } from "vitest";
import { takeToken } from "./token.ts";

beforeEach(() => {
  localStorage.clear();
  history.replaceState(null, "", "/");
});

test("the token of the launch address is kept and leaves the address", () => {
  history.replaceState(null, "", "/sessions?window=1#token=abc");
  expect(takeToken()).toBe("abc");
  expect(location.pathname + location.search + location.hash).toBe("/sessions?window=1");
});

test("a later visit without it uses the kept token", () => {
  history.replaceState(null, "", "/#token=abc");
  takeToken();
  expect(takeToken()).toBe("abc");
});

test("a new launch address replaces the kept token", () => {
  history.replaceState(null, "", "/#token=old");
  takeToken();
  history.replaceState(null, "", "/#token=new");
  expect(takeToken()).toBe("new");
  expect(takeToken()).toBe("new");
});

test("there is no token where none was ever given", () => {
  expect(takeToken()).toBeNull();
});
