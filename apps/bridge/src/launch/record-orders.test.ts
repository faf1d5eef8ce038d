import { expect, test } from "vitest";
import { parseOrder } from "./record-orders.ts";

test.each([
  ["hello /allow", { kind: "prompt", text: "hello /allow" }],
  ["  two  blanks ", { kind: "prompt", text: "  two  blanks " }],
  ["//clear now", { kind: "prompt", text: "/clear now" }],
  [" ", { kind: "nothing" }],
  ["/allow", { kind: "answer", decision: "allow_once" }],
  ["/always ", { kind: "answer", decision: "allow_always" }],
  ["/reject", { kind: "answer", decision: "reject_once" }],
  ["/answer  two words ", { kind: "fill", text: "two words" }],
  ["/skip", { kind: "fill", text: null }],
  ["/answer", { kind: "mistake", message: 'There is no order "/answer ".' }],
  ["/interrupt", { kind: "interrupt" }],
  ["/mode plan", { kind: "mode", permissionMode: "plan" }],
  ["/model opus", { kind: "model", model: "opus" }],
  ["/mode bypassPermissions", { kind: "mistake", message: 'There is no order "/mode bypassPermissions".' }],
  ["/model", { kind: "mistake", message: 'There is no order "/model ".' }],
])("%j is an order or a prompt", (line, order) => {
  expect(parseOrder(line)).toEqual(order);
});
