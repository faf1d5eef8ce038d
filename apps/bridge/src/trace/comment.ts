import type { SessionId } from "@switchyard/core/protocol";
import type { TraceFacts } from "./facts.ts";

/** A session as a comment on its bead, in Markdown. `isAgain`: an earlier comment told of turns before. */
export function traceComment(sessionId: SessionId, facts: TraceFacts, isAgain: boolean): string {
  const { title, model, resume, page } = facts;
  const ended = isAgain ? "A session went on and ended again" : "A session on this bead ended";
  return [
    `**${ended}: ${outcomeWords(facts)}.** ${code(title)}`,
    "",
    `- Persona: ${personaWords(facts)}`,
    `- Backend: ${backendWords(facts)}`,
    `- Model: ${model === null ? "its default" : code(model)}, permission mode ${facts.permissionMode}`,
    `- Turns: ${number(facts.turns)}, ${costWords(facts)}, ${number(facts.inputTokens)} tokens in, ${number(facts.outputTokens)} out`,
    `- Time: ${facts.startedAt} to ${facts.endedAt}`,
    ...commitLines(facts),
    `- To go on: ${resume === null ? "" : `${code(resume)}${folderWords(facts)}, or `}${page} in Switchyard`,
    "",
    traceMark(sessionId, facts.turns),
  ].join("\n");
}

/** The last line of a comment, by which it is known again. */
export function traceMark(sessionId: SessionId, turns: number): string {
  return `${marked(sessionId)}${turns}`;
}

/** The last turns that comments tell of in a session. */
export function tracedTurns(sessionId: SessionId, texts: readonly string[]): number[] {
  const mark = marked(sessionId);
  return texts.flatMap((text) => {
    const last = text.trimEnd().split("\n").at(-1) ?? "";
    const turn = last.startsWith(mark) ? Number(last.slice(mark.length)) : Number.NaN;
    return Number.isInteger(turn) && turn > 0 ? [turn] : [];
  });
}

function marked(sessionId: SessionId): string {
  return `Switchyard session ${sessionId}, turn `;
}

function outcomeWords({ outcome, errorCode }: TraceFacts): string {
  return errorCode === null ? outcome : `${outcome} (${errorCode})`;
}

function personaWords({ persona: { id, layer, source, packVersion, hash } }: TraceFacts): string {
  const from = layer === null || layer === "built_in" ? "built in" : code(source ?? layer);
  const version = packVersion === null ? "" : ` ${packVersion}`;
  return hash === null ? id : `${id}, ${from}${version}, text ${hash}`;
}

function backendWords({ backend: { id, plugin, cliVersion } }: TraceFacts): string {
  const parts = [
    id,
    ...(cliVersion === null ? [] : [`program ${code(cliVersion)}`]),
    ...(plugin === null ? [] : [`plug-in ${code(plugin)}`]),
  ];
  return parts.join(", ");
}

function costWords({ costUsd, turnsWithoutCost }: TraceFacts): string {
  if (costUsd === null) return "no cost told";
  const cost = `$${costUsd.toFixed(costUsd < 1 ? 4 : 2)}`;
  if (turnsWithoutCost === 0) return cost;
  return `${cost} and ${number(turnsWithoutCost)} ${turnsWithoutCost === 1 ? "turn" : "turns"} without a cost`;
}

function commitLines(facts: TraceFacts): string[] {
  const { commits, commitCount, branch, hasWorktree, isShared } = facts;
  const where = hasWorktree ? "in its own worktree" : "in its folder";
  const on = branch === null ? where : `${where}, on ${code(branch)}`;
  if (commitCount === null) return branch === null ? [] : [`- Commits: not known, ${on}`];
  const others = isShared ? "; others worked there too" : "";
  const left = commitCount - commits.length;
  return [
    `- Commits since its start: ${number(commitCount)} ${on}${others}`,
    ...commits.map(({ hash, subject }) => `  - ${code(`${hash.slice(0, HASH_SHOWN)} ${subject}`)}`),
    ...(left > 0 ? [`  - and ${number(left)} more`] : []),
  ];
}

function folderWords({ folder }: TraceFacts): string {
  if (folder === null) return "";
  return folder === "." ? " in the project's folder" : ` in ${code(folder)}`;
}

/** What others have written reads as it is: no link, no picture, no name that is told of it. */
function code(text: string): string {
  return `\`${text.replaceAll("`", "'").replaceAll(/\s+/g, " ")}\``;
}

function number(value: number): string {
  return new Intl.NumberFormat("en").format(value);
}

const HASH_SHOWN = 10;
