import { z } from "zod";
import type { PermissionOption } from "@switchyard/core/protocol";
import type { CanUseTool } from "./native.ts";
import { oneLine } from "./tools.ts";

const Rules = z.looseObject({
  type: z.literal("addRules"),
  behavior: z.literal("allow"),
  rules: z.array(z.looseObject({ toolName: z.string(), ruleContent: z.string().optional() })).min(1),
});
type Rule = z.infer<typeof Rules>["rules"][number];

/**
 * The rules that Claude suggests and that really allow the call. A file that a command writes, a path outside of the
 * project, a safety check and the user's own "ask" rules make it ask in spite of them; a command whose text does not
 * show what runs is never like another.
 */
export function coveringRules(ask: CanUseTool): Rule[] {
  const suggestions = ask.permission_suggestions ?? [];
  const isOnlyRules = suggestions.every((one) => Rules.safeParse(one).success);
  const isPlain = PLAIN_REASONS.has(ask.decision_reason_type ?? "other");
  if (!isOnlyRules || !isPlain || typeof ask.blocked_path === "string") return [];
  const { command } = ask.input;
  if (typeof command === "string" && HIDES.test(command)) return [];
  return suggestions.flatMap((one) => Rules.safeParse(one).data?.rules ?? []);
}

/** "Nobody has allowed it yet", for the whole or for a part of a command. */
const PLAIN_REASONS: ReadonlySet<string> = new Set(["other", "subcommandResults"]);
/** More than one line, input or output by redirection, or what another command writes or a variable holds. */
const HIDES = /[\n\r<>`$]/;

/** In Claude's own way of writing: "Bash(npm test *)". */
export function ruleText({ toolName, ruleContent }: Rule): string {
  return ruleContent === undefined ? toolName : `${toolName}(${ruleContent})`;
}

/** The button that allows it for the session, in words: what, and for how long. */
export function alwaysOption(ask: CanUseTool, title: string, rules: readonly Rule[]): PermissionOption {
  const exact = typeof ask.input["command"] === "string" ? oneLine(ask.input["command"]) : `"${title}"`;
  const words = rules.map(ruleWords);
  const thing = words.length === 0 ? exact : words.map(({ thing: one }) => one).join(" and ");
  const detail =
    words.length === 0
      ? "The same tool with exactly the same input runs without asking until the session ends."
      : `${words.map(({ covers }) => covers).join(" ")} That holds until the session ends.`;
  return { decision: "allow_always", label: oneLine(`Always allow ${thing} in this session`), detail };
}

function ruleWords(rule: Rule): { thing: string; covers: string } {
  const { toolName, ruleContent } = rule;
  const domain = /^domain:(.+)$/.exec(ruleContent ?? "")?.[1];
  if (ruleContent === undefined)
    return { thing: `every ${toolName}`, covers: `Every ${toolName} runs without asking.` };
  if (toolName === "WebFetch" && domain !== undefined)
    return { thing: `pages of ${domain}`, covers: `Every page of ${domain} is fetched without asking.` };
  if (toolName !== "Bash")
    return { thing: ruleText(rule), covers: `Whatever ${ruleText(rule)} covers runs without asking.` };
  const prefix = /^(.+?)(?: |:)\*$/.exec(ruleContent)?.[1];
  if (prefix === undefined)
    return { thing: ruleContent, covers: `The command "${ruleContent}" runs without asking.` };
  return {
    thing: `${prefix} …`,
    covers: `Every command that begins with "${prefix}" runs without asking.`,
  };
}
