import { PersonaProblem, SwitchyardError } from "@switchyard/core/protocol";
import { z } from "zod";
import { filesOfFolder } from "../../packs/fetch.ts";
import { checkText } from "../../packs/file-rules.ts";
import { keptFiles } from "../../packs/persona-files.ts";

/** What would be refused when this folder is installed, beside what is wrong with its personas. */
export async function installFaults(root: string): Promise<PersonaProblem[]> {
  try {
    const { kept, faults } = keptFiles(await filesOfFolder("personas", root));
    return [...faults, ...kept.flatMap((file) => refusals(() => checkText(file)))];
  } catch (error) {
    return toldBy(error);
  }
}

function refusals(check: () => void): PersonaProblem[] {
  try {
    check();
    return [];
  } catch (error) {
    return toldBy(error);
  }
}

/** @throws what is a fault of ours, as it is */
function toldBy(error: unknown): PersonaProblem[] {
  if (!(error instanceof SwitchyardError)) throw error;
  const { data: problems } = z.array(PersonaProblem).safeParse(error.data["problems"]);
  // A file's fault ends a sentence that its name begins.
  return (
    problems?.map((each) => ({ ...each, message: `it ${each.message}.` })) ?? [
      { file: ".", line: 1, message: error.message },
    ]
  );
}
