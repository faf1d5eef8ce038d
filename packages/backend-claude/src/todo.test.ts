import { expect, test } from "vitest";
import { Todo } from "./todo.ts";

test("a written list is the plan", () => {
  const todos = [{ content: "Build", status: "in_progress", activeForm: "Building" }];
  expect(new Todo().after("TodoWrite", { todos }, undefined)).toEqual({
    type: "plan",
    content: "[~] Build",
    entries: [{ content: "Build", status: "in_progress" }],
  });
});

test("tasks that are made and changed one by one add up to the plan", () => {
  const todo = new Todo();
  todo.after("TaskCreate", {}, { task: { id: "1", subject: "Build" } });
  todo.after("TaskCreate", {}, { task: { id: "2", subject: "Test" } });
  todo.after("TaskUpdate", { taskId: "1", status: "completed" }, {});
  const plan = todo.after("TaskUpdate", { taskId: "2", status: "deleted" }, {});
  expect(plan?.content).toBe("[x] Build");
  expect(todo.after("TaskUpdate", { taskId: "9", status: "completed" }, {})?.content).toBe("[x] Build");
});

test("other tools say nothing of the plan", () => {
  expect(new Todo().after("Bash", {}, {})).toBeNull();
});
