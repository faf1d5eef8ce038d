import type { Turn } from "../turn/turn.ts";

/** Takes up the answer to the tour's question, and closes the tour. */
export async function closeTour(turn: Turn): Promise<void> {
  turn.conversation.awaitsAnswer = false;
  await turn.say(`${choiceOf(turn.prompt)}\n\n${NEXT}\n\n${ORDERS}`);
}

/** What the demo says where it has nothing to do; it varies from turn to turn. */
export async function talk(turn: Turn): Promise<void> {
  const begin = BEGINNINGS[turn.conversation.exchanges.length % BEGINNINGS.length] ?? "";
  await turn.say(`${begin}\n\n${ORDERS}`);
}

function choiceOf(answer: string): string {
  if (/\b(?:tour|again|another|second)\b/i.test(answer)) {
    return "Another tour, then: send `[[tour]]`, and it begins again. Its edit changes the file then, where you allowed the first one.";
  }
  if (/\b(?:real|backend|first|claude|gemini|model)\b/i.test(answer)) {
    return "A real backend, then: start a new session and choose one that is installed. Settings say what is there, and how to install the rest.";
  }
  return `You answered:\n\n${quoted(answer)}\n\nA model would weigh that. The demo only takes it up: both ways stay open.`;
}

function quoted(text: string): string {
  const isLong = text.length > LONGEST_QUOTE;
  const shown = `${text.slice(0, LONGEST_QUOTE)}${isLong ? "…" : ""}`;
  return shown.replaceAll(/^/gm, "> ");
}

const LONGEST_QUOTE = 200;
const NEXT =
  "That is the end of the tour. No model is here to talk with, so from now on the demo takes orders.";
const BEGINNINGS = [
  "Good to hear from you. There is no model here that could answer, only a script.",
  "Your message arrived, and a script read it. No model is behind this session.",
  "The demo heard you. It has no model, so it can't say anything new about that.",
  "Noted. Without a model, this is as far as the conversation goes.",
];
const ORDERS = `Orders it takes, anywhere in a message:

- \`[[tour]]\`: the tour
- \`[[say TEXT]]\`, \`[[think TEXT]]\`, \`[[slow 20 every 200ms]]\`: words, thoughts, slow words
- \`[[read PATH]]\`: a file of the folder
- \`[[edit TEXT]]\`: a line in its own file
- \`[[ask TITLE]]\`: a request that does nothing
- \`[[form]]\`: a form with a field of every kind
- \`[[ansi]]\`, \`[[diff]]\`, \`[[image]]\`, \`[[subagent]]\`: what a tool's card can show
- \`[[remember]]\`: what you said before
- \`[[hang]]\`: a turn that waits for you to interrupt it`;
