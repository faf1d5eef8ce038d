/** What a program's arguments may be. */
export interface Grammar {
  readonly program: "bd" | "br";
  readonly globals: readonly string[];
  /** By the command's words; the longest that fits is meant. */
  readonly commands: Readonly<Record<string, readonly string[]>>;
  /** Other words for a command. */
  readonly aliases: Readonly<Record<string, string>>;
  /** The first version that has a command. */
  readonly since: Readonly<Record<string, string>>;
  /** Flags whose values are not broken at commas. */
  readonly whole: readonly string[];
}

/**
 * The flags of each command: `name,short=` takes a value, without `=` it is a switch; ` >=1.0.4` and ` <0.50.0` say
 * which versions know it.
 */
const GLOBAL_FLAGS = [
  "json",
  "actor=",
  "db=",
  "readonly",
  "sandbox",
  "quiet,q",
  "verbose,v",
  "help,h",
  "version,V",
  "directory,C= >=1.0.4",
  "no-daemon <0.50.0",
  "no-auto-flush <0.50.0",
  "no-auto-import <0.50.0",
  "allow-stale <0.50.0",
  "no-db <0.50.0",
  "lock-timeout= <0.50.0",
];

const LIST_FLAGS = [
  "status,s=",
  "type,t=",
  "priority,p=",
  "assignee,a=",
  "label,l=",
  "label-any=",
  "id=",
  "parent=",
  "no-parent >=0.54.0",
  "updated-after=",
  "title=",
  "all",
  "limit,n=",
  "sort=",
  "reverse,r",
  "tree",
  "pretty",
  "flat >=0.54.0",
  "long",
  "no-pager",
  "ready",
];

const CREATE_FLAGS = [
  "title=",
  "type,t=",
  "priority,p=",
  "description,d=",
  "body-file=",
  "stdin >=0.56.0",
  "design=",
  "acceptance=",
  "notes=",
  "assignee,a=",
  "labels,l=",
  "label=",
  "parent=",
  "id=",
  "deps=",
  "estimate,e=",
  "due=",
  "defer=",
  "external-ref=",
  "metadata= >=0.50.0",
  "no-inherit-labels >=0.63.0",
  "silent",
  "dry-run",
  "force",
];

const UPDATE_FLAGS = [
  "title=",
  "status,s=",
  "priority,p=",
  "type,t=",
  "description,d=",
  "body-file=",
  "design=",
  "notes=",
  "append-notes=",
  "acceptance=",
  "acceptance-criteria=",
  "assignee,a=",
  "estimate,e=",
  "external-ref=",
  "due=",
  "defer=",
  "parent=",
  "add-label=",
  "remove-label=",
  "set-labels=",
  "metadata= >=0.50.0",
  "claim",
  "force >=1.2.0",
  "if-assignee= >=1.2.0",
  "if-status= >=1.2.0",
];

/** By the command's words; the longest that fits is meant. */
export const COMMAND_FLAGS: Readonly<Record<string, readonly string[]>> = {
  version: [],
  where: [],
  context: [],
  list: LIST_FLAGS,
  show: ["short", "include-dependents >=1.0.5", "include-comments >=1.0.5", "thread", "refs"],
  ready: [
    "limit,n=",
    "priority,p=",
    "assignee,a=",
    "unassigned,u",
    "label,l=",
    "label-any=",
    "type,t=",
    "parent=",
    "sort,s=",
    "include-deferred",
    "claim >=1.0.4",
  ],
  blocked: ["parent="],
  create: CREATE_FLAGS,
  update: UPDATE_FLAGS,
  close: ["reason,r=", "force,f", "suggest-next", "continue", "session="],
  reopen: ["reason,r="],
  delete: ["force,f", "cascade", "dry-run"],
  "dep add": ["type,t="],
  "dep remove": [],
  "dep list": ["direction=", "type,t="],
  "dep cycles": [],
  "label add": [],
  "label remove": [],
  "label list": [],
  "label list-all": [],
  comments: ["local-time"],
  "comments add": ["author,a=", "file,f="],
  "epic status": ["eligible-only"],
  children: ["pretty"],
  export: ["output,o=", "all", "force,f", "status,s="],
  status: ["all", "assigned", "no-activity"],
  "config get": [],
};

/** Other words for a command. */
const COMMAND_ALIASES: Readonly<Record<string, string>> = {
  new: "create",
  stats: "status",
  view: "show",
  done: "close",
  "dep rm": "dep remove",
};

/** The first version that has a command. */
const COMMANDS_SINCE: Readonly<Record<string, string>> = { context: "0.63.0" };

export const BD_GRAMMAR: Grammar = {
  program: "bd",
  globals: GLOBAL_FLAGS,
  commands: COMMAND_FLAGS,
  aliases: COMMAND_ALIASES,
  since: COMMANDS_SINCE,
  whole: [],
};
