/**
 * What a tracker's program gets when it is asked: an agent's environment, less what would change the form of its
 * answers, and so that an answer is all that it does.
 */
export function commandEnvironment(environment: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(environment).filter(([name]) => !CHANGES_ANSWERS.has(name));
  return { ...Object.fromEntries(kept), ...READS_ALONE };
}

/** An envelope around everything; the last two make lists shorter. */
const CHANGES_ANSWERS: ReadonlySet<string> = new Set(["BD_JSON_ENVELOPE", "CLAUDE_CODE", "BD_AGENT_MODE"]);

/** Some versions write, stage or push files after reads too; each setting has a variable of this form. */
const READS_ALONE = { BD_EXPORT_AUTO: "false", BD_BACKUP_ENABLED: "false" };
