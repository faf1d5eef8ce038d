import { listFolder, shownName, type Listing } from "../folder/list.ts";
import { readText, type TextRead } from "../folder/read.ts";
import { runTool } from "../turn/tool.ts";
import type { Turn } from "../turn/turn.ts";

/** Lists the session's folder and tells what stands in it; undefined where it can't be opened. */
export async function lookAround(turn: Turn): Promise<Listing | undefined> {
  const { cwd } = turn.conversation;
  const listed = await runTool(
    turn,
    { name: "List", kind: "search", title: "List the folder", input: { path: cwd } },
    async () => {
      const listing = await listFolder(cwd);
      return { value: listing, text: outputOf(listing) };
    },
  );
  if (!listed.isDone) {
    await turn.say(`The folder can't be listed. ${listed.text} The tour goes on without it.\n\n`);
    return undefined;
  }
  await turn.say(`${tellListing(listed.value)}\n\n`);
  return listed.value;
}

/** Reads one file that most folders have, if this one has it, and tells what it found. */
export async function readOne(turn: Turn, listing: Listing | undefined): Promise<void> {
  const name = listing?.names.find((each) => README.test(each)) ?? listing?.names.find(isManifest);
  if (name === undefined) {
    await turn.say("There is no README and no `package.json` to read, so the list has to do.\n\n");
    return;
  }
  const read = await readFile(turn, name);
  const found = read.isDone ? tellText(read.value) : read.text;
  await turn.say(`${shownName(name)}: ${found}\n\n`);
}

/** Reads a text file of the folder as a tool that everyone sees. */
export function readFile(turn: Turn, path: string) {
  const tool = { name: "Read", kind: "read", title: `Read ${path}`, input: { path } } as const;
  return runTool(turn, tool, async () => {
    const read = await readText(turn.conversation.cwd, path);
    return { value: read, text: headOf(read) };
  });
}

const README = /^readme(?:\.(?:md|markdown|txt|rst))?$/i;
const SHOWN_ENTRIES = 200;
const TOLD_ENTRIES = 6;
const SHOWN_LINES = 60;

function isManifest(name: string): boolean {
  return name === "package.json";
}

function outputOf({ names, isWhole }: Listing): string {
  if (names.length === 0) return "The folder is empty.";
  const shown = names.slice(0, SHOWN_ENTRIES);
  const left = names.length - shown.length;
  return [...shown, ...(left > 0 ? [`… and ${left} more`] : []), ...(isWhole ? [] : ["… and others"])].join(
    "\n",
  );
}

function tellListing({ names, isWhole }: Listing): string {
  if (names.length === 0) return "The folder is empty.";
  const told = names.slice(0, TOLD_ENTRIES).map((name) => `- ${shownName(name)}`);
  const count = `${isWhole ? "" : "more than "}${names.length} ${names.length === 1 ? "entry" : "entries"}`;
  const begin = names.length > TOLD_ENTRIES ? ". The first of them" : "";
  return [`The folder holds ${count}${begin}:`, "", ...told].join("\n");
}

function headOf({ text, isWhole }: TextRead): string {
  const lines = text.split("\n");
  const isCut = !isWhole || lines.length > SHOWN_LINES;
  return lines.slice(0, SHOWN_LINES).join("\n").slice(0, 8192) + (isCut ? "\n…" : "");
}

function tellText({ text, isWhole }: TextRead): string {
  if (text.trim() === "") return "it is empty.";
  const words = text.match(/\S+/g)?.length ?? 0;
  const size = `${isWhole ? "" : "more than "}${words} ${words === 1 ? "word" : "words"}`;
  const heading = /^#+ +(.+)$/m.exec(text)?.[1] ?? /"name": *"([^"]+)"/.exec(text)?.[1];
  return heading === undefined ? `${size}.` : `${size}, under the name ${shownName(heading.trim())}.`;
}
