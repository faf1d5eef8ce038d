import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { goJson, type Answer } from "../answer.ts";
import type { Call } from "../call.ts";
import { byPriority, compareTexts, edgesOf, type Issue } from "../issue.ts";
import type { Profile } from "../profile.ts";
import { readiness } from "../ready.ts";
import { shapesOf } from "../shape.ts";

/** `epic status`: of the epics that are not closed. */
export function epicStatus(call: Call): Answer {
  const { plain } = shapesOf(call.issues, call.profile);
  const epics = call.issues.filter(
    ({ issue_type, status }) => issue_type === "epic" && status !== "closed" && status !== "tombstone",
  );
  const rows = epics.toSorted(byPriority).map((epic) => {
    const children = call.issues.filter(
      (issue) =>
        issue.status !== "tombstone" &&
        edgesOf(issue, "parent-child").some((edge) => edge.depends_on_id === epic.id),
    );
    const closed = children.filter(({ status }) => status === "closed").length;
    return {
      epic: plain(epic),
      total_children: children.length,
      closed_children: closed,
      eligible_for_close: children.length > 0 && closed === children.length,
    };
  });
  const asked = call.flags.on("eligible-only") ? rows.filter((row) => row.eligible_for_close) : rows;
  return {
    json: asked,
    text: asked
      .map((row) => `${String(row.epic["id"])} ${row.closed_children}/${row.total_children}\n`)
      .join(""),
  };
}

/** `status`. */
export function status(call: Call): Answer {
  const live = call.issues.filter((issue) => issue.status !== "tombstone");
  const { isBlocked, isReady } = readiness(call.issues, call.now);
  const having = (name: string): number => live.filter((issue) => issue.status === name).length;
  const summary = {
    total_issues: live.length,
    open_issues: having("open"),
    in_progress_issues: having("in_progress"),
    closed_issues: having("closed"),
    blocked_issues: live.filter(isBlocked).length,
    deferred_issues: having("deferred"),
    ready_issues: live.filter(isReady).length,
    pinned_issues: having("pinned"),
  };
  return {
    json: { summary },
    text: Object.entries(summary)
      .map(([key, count]) => `${key}: ${count}\n`)
      .join(""),
  };
}

/** `export`: JSONL, whatever the flags say. */
export function exportIssues(call: Call): Answer {
  const { file, lines, count } = { file: call.flags.value("output"), ...exportedLines(call, call.profile) };
  const says = [`Exported ${count} issues`];
  if (file === undefined || file === "-") return { raw: lines, says };
  writeFileSync(resolve(file), lines);
  return { raw: "", says };
}

/** The text of an export, without what is of the orchestrator alone. */
export function exportedLines(
  { issues }: Pick<Call, "issues">,
  profile: Profile,
): { lines: string; count: number } {
  const { exported } = shapesOf(issues, profile);
  const written = issues.filter(
    (issue) =>
      !(profile.atLeast("1.0.3") && (INFRA.includes(issue.issue_type) || issue["is_template"] === true)) &&
      issue["ephemeral"] !== true,
  );
  const order = profile.atLeast("1.0.0")
    ? byPriority
    : (left: Issue, right: Issue) => compareTexts(left.id, right.id);
  return {
    lines: written
      .toSorted(order)
      .map((issue) => `${goJson(exported(issue), 0)}\n`)
      .join(""),
    count: written.length,
  };
}

const INFRA = ["agent", "rig", "role", "message"];
