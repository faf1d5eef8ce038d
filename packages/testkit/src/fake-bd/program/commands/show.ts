import { Refusal, type Answer } from "../answer.ts";
import { findIssue, needIds, NotFound, type Call } from "../call.ts";
import type { Issue } from "../issue.ts";
import { shapesOf } from "../shape.ts";

/** `show`: an array, of what was found; what was not is said on stderr. */
export function show(call: Call): Answer {
  needIds(call);
  const says: string[] = [];
  const found: Issue[] = [];
  for (const id of call.words) {
    try {
      found.push(findIssue(call, id));
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      says.push(`Error fetching ${id}: ${error.message}`);
    }
  }
  if (found.length === 0) return nothing(call, says);
  const { shown } = shapesOf(call.issues, call.profile);
  const include = {
    dependents: call.flags.on("include-dependents"),
    comments: call.flags.on("include-comments"),
  };
  return {
    json: found.map((issue) => shown(issue, include)),
    text: found.map(asText).join("\n"),
    says,
    touched: found[0]?.id ?? "",
  };
}

/** Before 0.50 nothing at all is printed, and all seems well. */
function nothing({ profile }: Call, says: readonly string[]): Answer {
  if (!profile.atLeast("0.50.0")) return { raw: "", says };
  throw new Refusal("respectful", "no issues found matching the provided IDs", says);
}

function asText(issue: Issue): string {
  const description = typeof issue["description"] === "string" ? `\n${issue["description"]}\n` : "";
  return `${issue.id}: ${issue.title}\nStatus: ${issue.status}\nPriority: P${issue.priority}\nType: ${issue.issue_type}\n${description}`;
}
