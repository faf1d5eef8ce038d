import { worktreeWords } from "../../words/worktree-words.ts";

const words = worktreeWords.branchFaults;

/** Why git would not take a name for a branch; undefined: nothing speaks against it. */
export function branchFault(name: string): string | undefined {
  if (name === "") return words.empty;
  if (/\s/u.test(name)) return words.space;
  const character = FORBIDDEN.exec(name)?.[0];
  if (character !== undefined) return words.character(character);
  if (name.startsWith("-") || name === "@" || name === "HEAD") return words.start(name);
  if (name.includes("..") || name.includes("@{")) return words.dots;
  const isBroken = (part: string) => part === "" || part.startsWith(".") || part.endsWith(".lock");
  if (name.endsWith(".") || name.split("/").some(isBroken)) return words.parts;
  return name.length > MOST ? words.long(MOST) : undefined;
}

const FORBIDDEN = /[~^:?*[\\]|\p{Cc}/u;

/** As long as the wire takes. */
const MOST = 200;
