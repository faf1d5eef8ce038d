import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Effect, Situations, Stage } from "@switchyard/testkit/contract";

/** The situations, for any program whose model is the stand-in of the testkit. */
export const scriptedModel: Situations = {
  plain: { prompt: "[[say Here I am.]]", says: "Here I am." },
  followUp: { tell: "My word is medlar. [[say Noted.]]", ask: "[[remember]]", answer: "My word is medlar." },
  stream: "[[hang]]",
  permission: touch,
};

let serial = 0;

function touch({ cwd }: Stage): Effect {
  serial += 1;
  const file = join(cwd, `made-${serial}.txt`);
  return { prompt: `[[bash touch ${file}]]`, isDone: () => existsSync(file) };
}
