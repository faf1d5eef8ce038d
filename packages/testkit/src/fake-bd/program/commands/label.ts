import { Refusal, type Answer } from "../answer.ts";
import { findIssue, NotFound, replaced, type Call } from "../call.ts";
import type { Issue } from "../issue.ts";

/** `label add ID… LABEL`. */
export function addLabel(call: Call): Answer {
  return eachLabelled(call, "added");
}

/** `label remove ID… LABEL`. */
export function removeLabel(call: Call): Answer {
  return eachLabelled(call, "removed");
}

export function listLabels(call: Call): Answer {
  const labels = named(call, call.words[0] ?? "").labels ?? [];
  return { json: labels, text: labels.map((label) => `${label}\n`).join("") };
}

export function listAllLabels(call: Call): Answer {
  const all = call.issues.flatMap(({ labels = [] }) => labels);
  const counts = Object.entries(Object.groupBy(all, (label) => label)).toSorted(([left], [right]) =>
    left < right ? -1 : 1,
  );
  return { json: counts.map(([label, each]) => ({ label, count: each?.length ?? 0 })), text: "" };
}

function eachLabelled(call: Call, status: "added" | "removed"): Answer {
  const label = call.words.at(-1);
  const ids = call.words.slice(0, -1);
  if (label === undefined || ids.length === 0)
    throw new Refusal("plain", "Error: requires at least 2 arg(s)");
  if (label.startsWith("provides:")) {
    throw new Refusal("respectful", "'provides:' labels are reserved for cross-project capabilities");
  }
  const found = ids.map((id) => named(call, id));
  const after = found.map((issue): Issue => {
    const labels = new Set(issue.labels);
    if (status === "added") labels.add(label);
    else labels.delete(label);
    return { ...issue, labels: [...labels] };
  });
  return {
    json: found.map(({ id }) => ({ issue_id: id, label, status })),
    text: found.map(({ id }) => `${status} label '${label}' on ${id}\n`).join(""),
    issues: after.reduce<readonly Issue[]>(replaced, call.issues),
  };
}

function named(call: Call, id: string): Issue {
  try {
    return findIssue(call, id);
  } catch (error) {
    if (error instanceof NotFound) throw new Refusal("respectful", `resolving ${id}: ${error.message}`);
    throw error;
  }
}
