import { OWN_FILE } from "../folder/own-file.ts";
import { editOwnFile } from "../turn/tool.ts";
import type { Turn } from "../turn/turn.ts";
import { lookAround, readOne } from "./look.ts";
import { showPlan, STEPS } from "./plan.ts";

/** Shows one of everything that a session can have, in about half a minute; it ends with a question. */
export async function giveTour(turn: Turn): Promise<void> {
  const { conversation } = turn;
  await turn.say(OPENING);
  await turn.pause(1000);
  await turn.think(THOUGHT);
  await turn.pause(1000);
  await showPlan(turn, 0);
  const listing = await lookAround(turn);
  await showPlan(turn, 1);
  await readOne(turn, listing);
  await showPlan(turn, 2, conversation.mode !== "plan");
  await turn.pause(1000);
  if (conversation.mode === "plan") {
    await turn.say(ONLY_PLANNED);
  } else {
    await edit(turn, listing?.names.length);
  }
  await turn.pause(1000);
  await turn.say(COUNTED);
  await turn.say(QUESTION);
  if (conversation.mode !== "plan") await showPlan(turn, STEPS.length);
  conversation.awaitsAnswer = true;
}

async function edit(turn: Turn, entries: number | undefined): Promise<void> {
  const { mode, allowsEdits, exchanges } = turn.conversation;
  const asks = mode === "default" && !allowsEdits;
  await turn.say(asks ? ASKS : ASKS_NOT);
  const found = entries === undefined ? "the folder could not be listed" : `entries seen: ${entries}`;
  const { end, text } = await editOwnFile(turn, `Tour in turn ${exchanges.length}, ${found}.`);
  await showPlan(turn, STEPS.length - 1);
  await turn.say(`${AFTER_EDIT[end](text)}\n\n`);
}

const OPENING = `## A tour, with no model behind it

This is the demo. **No model is behind it**: every word comes from a script that runs on this machine, offline. \
The rest is real: the session, the plan, the files that are read, and the edit that you are asked about.

`;
const THOUGHT =
  "A backend with a model shows here what it considers before it acts. A script considers nothing: " +
  "it knows its next step, and that step is a plan.";
const ASKS = `Next, an edit. The demo writes one file of its own, \`${OWN_FILE}\`, and asks first: \
the diff shows what would change. It waits until you answer, however long that takes.

`;
const ASKS_NOT = `Next, an edit of \`${OWN_FILE}\`, the one file that the demo writes. \
This session accepts edits, so it doesn't ask.

`;
const ONLY_PLANNED = `Plan mode is on, so the demo stops at the plan: nothing is written. \
In another mode, \`[[tour]]\` shows the edit, too.

`;
const AFTER_EDIT = {
  written: () => `You can find it in the folder: \`${OWN_FILE}\`. Delete it whenever you like.`,
  rejected: () => "You rejected the edit, so nothing is written. The turn goes on all the same.",
  failed: (text: string) => `The edit can't be made. ${text} Nothing is written.`,
};
const COUNTED =
  "The usage of this turn is counted in words, since there are no tokens without a model. It costs nothing.\n\n";
const QUESTION = `One question to end with, in plain text, the way a model asks when a choice is yours. \
You can see how a session goes on with a **real backend**, or take **another tour**. Which shall it be?`;
