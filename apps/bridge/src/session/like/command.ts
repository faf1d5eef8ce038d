import { isWithin } from "./place.ts";
import { type ShellWord, shellWords } from "./shell-words.ts";

/**
 * A command with "…" in the place of what may differ ("npm test -- …"): files of the folder, and what a message
 * says. Its program, its sub-commands and its options stand. Null: it is no simple command, or one whose
 * arguments decide what it does.
 */
export function commandPattern(command: string, cwd: string): string | null {
  const [program, ...args] = shellWords(command) ?? [];
  if (program === undefined || !isProgram(program)) return null;
  if (args.some(({ text }) => WEIGHTY_VERBS.has(text))) return null;
  const isRun = RUNNERS.has(program.text) && args[0] !== undefined && !isPlain(args[0]);
  if (isRun) return null;
  const pattern = [program.text];
  const filters = filtersFrom(program, args);
  for (const [at, word] of args.entries()) {
    const isFilter = at > filters && isPlain(word) && (at === filters + 1 || isPlain(args[at - 1] ?? word));
    const shown = isFilter ? "…" : shownAs(word, args[at - 1], cwd);
    if (shown !== "…" || pattern.at(-1) !== "…") pattern.push(shown);
  }
  return pattern.join(" ");
}

function isProgram({ text, isBare }: ShellWord): boolean {
  const name = text.slice(text.lastIndexOf("/") + 1);
  return isBare && /^[\w./+-]+$/.test(text) && !WEIGHTY.has(name.replace(/[\d.]+$/, ""));
}

/** It may be a sub-command. */
function isPlain({ text }: ShellWord): boolean {
  return /^[A-Za-z][\w-]*$/.test(text);
}

/** After its "--" a script of tests is told which of them to run. Infinity: it is none. */
function filtersFrom(program: ShellWord, args: readonly ShellWord[]): number {
  const end = args.findIndex(({ text }) => text === "--");
  const script = args.slice(0, end).map(({ text }) => text);
  const isTest = /^(?:run )?test(?:[:-][\w:-]+)?$/.test(script.join(" "));
  return end > 0 && isTest && SCRIPT_RUNNERS.has(program.text) ? end : Infinity;
}

const SCRIPT_RUNNERS = new Set(["npm", "pnpm", "yarn", "bun"]);

function shownAs(word: ShellWord, before: ShellWord | undefined, cwd: string): string {
  const isMessage = /^(?:-a?m|--message)$/.test(before?.text ?? "");
  if (isMessage && !word.text.startsWith("-")) return "…";
  if (isFile(word.text, cwd)) return "…";
  const [, option, value = ""] = /^(--?\w[\w-]*)=(.*)$/.exec(word.text) ?? [];
  if (option !== undefined && isFile(value, cwd)) return `${option}=…`;
  return word.isBare ? word.text : JSON.stringify(word.text);
}

/** To all appearances one of the folder's ordinary files. */
function isFile(text: string, cwd: string): boolean {
  return /^[\w./][^:=@\s]*$/.test(text) && /[./]/.test(text) && isWithin(cwd, text);
}

/** Programs of which every argument counts: they delete, reach other machines, or run what they are given. */
const WEIGHTY = new Set(
  `rm rmdir unlink shred dd mkfs mount umount mv cp ln install tee truncate chmod chown chgrp chattr setfacl
  sudo doas su runuser pkexec kill pkill killall reboot shutdown systemctl service crontab at
  sh bash zsh dash fish ksh csh tcsh pwsh powershell cmd eval exec source . env xargs parallel nohup setsid
  time timeout watch nice ionice stdbuf script command builtin busybox
  python node deno bun ruby perl php lua Rscript osascript awk gawk mawk sed ed vim ex find fd
  ssh scp sftp rsync curl wget nc ncat netcat socat telnet ftp
  docker podman kubectl helm terraform tofu ansible aws gcloud az psql mysql sqlite redis-cli mongosh
  tar unzip zip gpg openssl security`.split(/\s+/),
);

/** Sub-commands like them: what they are given is installed, published, run or lost. */
const WEIGHTY_VERBS = new Set(
  `install i ci add exec x dlx publish deploy release upload delete remove rm destroy drop uninstall purge prune
  reset clean restore revert stash checkout switch rebase filter-branch config apply eval run-script`.split(
    /\s+/,
  ),
);

/** Of these the first word says what is run. */
const RUNNERS = new Set(["npx", "bunx", "pnpx", "uvx", "pipx", "npm", "pnpm", "yarn", "bun", "uv", "poetry"]);
