import { Refusal, type Answer } from "../answer.ts";
import { findIssue, needIds, NotFound, type Call } from "../call.ts";
import { edgesOf, type Issue } from "../issue.ts";
import { stamp } from "../times.ts";

/** `delete ID --force`: without it only a preview. Up to 0.50 a tombstone stays. */
export function deleteIssues(call: Call): Answer {
  needIds(call);
  const gone = new Set(call.words.map((id) => named(call, id)));
  if (!call.flags.on("force") || call.flags.on("dry-run")) {
    return {
      raw: `DELETE PREVIEW\n${[...gone].map((id) => `  ${id}\n`).join("")}To proceed, run again with --force\n`,
    };
  }
  const issues = call.issues.flatMap((issue): Issue[] => {
    if (!gone.has(issue.id)) {
      const dependencies = edgesOf(issue).filter((edge) => !gone.has(edge.depends_on_id));
      return [issue.dependencies === undefined ? issue : { ...issue, dependencies }];
    }
    return call.profile.atLeast("0.51.0") ? [] : [tombstone(call, issue)];
  });
  const deleted = [...gone];
  return {
    json: { deleted: deleted.length === 1 ? deleted[0] : deleted, deleted_count: deleted.length },
    text: `Deleted ${deleted.join(", ")}\n`,
    issues,
  };
}

function named(call: Call, id: string): string {
  try {
    return findIssue(call, id).id;
  } catch (error) {
    if (error instanceof NotFound) throw new Refusal("fatal", `issue ${id} not found`);
    throw error;
  }
}

function tombstone({ now, profile, actor }: Call, issue: Issue): Issue {
  const time = stamp(now, profile);
  return {
    ...issue,
    status: "tombstone",
    updated_at: time,
    deleted_at: time,
    deleted_by: actor,
    delete_reason: "delete",
    original_type: issue.issue_type,
  };
}
