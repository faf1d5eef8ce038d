/**
 * What a tracker's program gets when it is asked: an agent's environment, less what would change the form of its
 * answers, and so that an answer is all that it does.
 */
export function commandEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  return { ...withOwnAnswers(environment), ...READS_ALONE };
}

/** The same when it is to change something as `actor`: what the user's settings let follow a change does. */
export function writeEnvironment(
  environment: Readonly<Record<string, string>>,
  actor: string,
): Record<string, string> {
  return { ...withOwnAnswers(environment), BD_ACTOR: actor, BEADS_ACTOR: actor };
}

function withOwnAnswers(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !CHANGES_ANSWERS.has(name)));
}

/** An envelope around everything; the last two make lists shorter. */
const CHANGES_ANSWERS: ReadonlySet<string> = new Set(["BD_JSON_ENVELOPE", "CLAUDE_CODE", "BD_AGENT_MODE"]);

/** Some versions write, stage or push files after reads too; each setting has a variable of this form. */
const READS_ALONE = { BD_EXPORT_AUTO: "false", BD_BACKUP_ENABLED: "false" };
