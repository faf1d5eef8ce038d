import { readdir } from "node:fs/promises";
import { PersonaProblem, SwitchyardError } from "@switchyard/core/protocol";
import { z } from "zod";
import { checkText } from "../../packs/file-rules.ts";
import { readPackFolder } from "../../packs/folder.ts";
import { PACK_MANIFEST } from "../../packs/persona-files.ts";

/** What would be refused when this folder is installed as a pack, beside what is wrong with its personas. */
export async function installFaults(root: string): Promise<PersonaProblem[]> {
  const names = await readdir(root).catch((): string[] => []);
  if (names.includes(PACK_MANIFEST)) return fileFaults(root);
  const near = names.filter((name) => /^pack\.(?:ya?ml|json)$/i.test(name));
  return near.map((file) => ({
    file,
    line: 1,
    message: `it is not read: a manifest is named ${PACK_MANIFEST}.`,
  }));
}

async function fileFaults(root: string): Promise<PersonaProblem[]> {
  const faults: PersonaProblem[] = [];
  try {
    for (const file of await readPackFolder(root)) faults.push(...refusals(() => checkText(file)));
  } catch (error) {
    faults.push(...toldBy(error));
  }
  return faults;
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
