import { PersonaProblem, SwitchyardError } from "@switchyard/core/protocol";
import { z } from "zod";
import { StartError } from "../../start-error.ts";
import { problemLine } from "./told-lines.ts";
import { visible } from "./visible.ts";

/**
 * What went wrong with a pack, in words for a terminal.
 * @throws what is a fault of ours, as it is
 */
export function faultText(error: unknown): string {
  if (error instanceof StartError) return error.message;
  if (!(error instanceof SwitchyardError)) throw error;
  const problems = Problems.safeParse(error.data["problems"]).data ?? [];
  // A single one stands in the message already.
  const lines = problems.length > 1 ? problems.map(problemLine) : [];
  return [visible(error.message), ...lines].join("\n");
}

const Problems = z.array(PersonaProblem);
