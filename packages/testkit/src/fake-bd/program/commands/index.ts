import type { Answer } from "../answer.ts";
import type { Call } from "../call.ts";
import { configGet, where } from "./about.ts";
import { close, reopen } from "./close.ts";
import { addComment, comments } from "./comments.ts";
import { create } from "./create.ts";
import { deleteIssues } from "./delete.ts";
import { addDependency, cycles, listDependencies, removeDependency } from "./dep.ts";
import { addLabel, listAllLabels, listLabels, removeLabel } from "./label.ts";
import { children, list } from "./list.ts";
import { blocked, ready } from "./ready.ts";
import { show } from "./show.ts";
import { epicStatus, exportIssues, status } from "./summaries.ts";
import { update } from "./update.ts";

/** The commands that work on a workspace. */
export const COMMANDS: Readonly<Record<string, (call: Call) => Answer>> = {
  where,
  list,
  show,
  ready,
  blocked,
  create,
  update,
  close,
  reopen,
  delete: deleteIssues,
  "dep add": addDependency,
  "dep remove": removeDependency,
  "dep list": listDependencies,
  "dep cycles": cycles,
  "label add": addLabel,
  "label remove": removeLabel,
  "label list": listLabels,
  "label list-all": listAllLabels,
  comments,
  "comments add": addComment,
  "epic status": epicStatus,
  children,
  export: exportIssues,
  status,
  "config get": configGet,
};

/** Those that change something. */
export const WRITES: ReadonlySet<string> = new Set([
  "create",
  "update",
  "close",
  "reopen",
  "delete",
  "dep add",
  "dep remove",
  "label add",
  "label remove",
  "comments add",
]);
