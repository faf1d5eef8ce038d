import { readFileSync } from "node:fs";
import { Refusal, type Answer } from "../answer.ts";
import { findIssue, replaced, type Call } from "../call.ts";
import type { Comment, Issue } from "../issue.ts";
import { shapesOf } from "../shape.ts";
import { stamp } from "../times.ts";

/** `comments ID`. */
export function comments(call: Call): Answer {
  const [first = ""] = call.words;
  if (first === "list") throw new Refusal("respectful", `resolving ${first}: no issue found matching "list"`);
  const issue = commented(call, first);
  return {
    json: shapesOf(call.issues, call.profile).comments(issue),
    text: (issue.comments ?? []).map(({ author, text }) => `[${author}] ${text}\n`).join(""),
  };
}

/** `comments add ID TEXT`: prints the comment. */
export function addComment(call: Call): Answer {
  const [id = "", words] = call.words;
  const file = call.flags.value("file");
  const text = file === undefined ? words : textOf(file);
  if (text === undefined || text === "")
    throw new Refusal("respectful", "comment text required (use -f to read from file)");
  const issue = commented(call, id);
  const comment = newComment(call, issue, text);
  const after = { ...issue, comments: [...(issue.comments ?? []), comment] };
  return {
    json: comment,
    text: `Comment added to ${issue.id}\n`,
    issues: replaced(call.issues, after),
    touched: issue.id,
  };
}

/** "-" is a file's name here, and stands for nothing. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new Refusal("respectful", `reading file: open ${file}: no such file or directory`);
  }
}

/** Numbers before 0.61, UUIDs since. */
export function newComment(call: Call, issue: Issue, text: string): Comment {
  const numbers = call.issues.flatMap(({ comments: all = [] }) => all.map(({ id }) => Number(id) || 0));
  return {
    id: call.profile.atLeast("0.61.0") ? crypto.randomUUID() : Math.max(0, ...numbers) + 1,
    issue_id: issue.id,
    author: call.flags.value("author") ?? call.actor,
    text,
    created_at: stamp(call.now, call.profile),
  };
}

function commented(call: Call, id: string): Issue {
  try {
    return findIssue(call, id);
  } catch {
    throw new Refusal("respectful", `resolving ${id}: no issue found matching "${id}"`);
  }
}
