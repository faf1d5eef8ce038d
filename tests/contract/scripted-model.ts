import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Asking, Effect, Situations, Stage } from "@switchyard/testkit/contract";

/** The situations, for any program whose model is the stand-in of the testkit. */
export const scriptedModel: Situations = {
  plain: { prompt: "[[say Here I am.]]", says: "Here I am." },
  followUp: { tell: "My word is medlar. [[say Noted.]]", ask: "[[remember]]", answer: "My word is medlar." },
  stream: "[[hang]]",
  permission: touch,
  attachments: { prompt: "[[seen]]", says: ["image/png", "A word of notes."] },
};

/** For a program that has a tool to ask the user by. */
export const question: Asking = {
  prompt: "[[ask Which drink? | Tea | Water ; *Which toppings? | Salt | Pepper]]",
  answers: ["Tea", ["Salt", "Pepper"]],
  says: '"Which drink?"="Tea", "Which toppings?"="Salt, Pepper"',
};

let serial = 0;

function touch({ cwd }: Stage): Effect {
  serial += 1;
  const file = join(cwd, `made-${serial}.txt`);
  return { prompt: `[[bash touch ${file}]]`, isDone: () => existsSync(file) };
}
