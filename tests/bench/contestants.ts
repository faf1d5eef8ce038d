import { startBareAcp } from "./bare-acp.ts";
import { startBareClaude } from "./bare-claude.ts";
import type { BareCli } from "./bare-cli.ts";
import type { Place } from "./place.ts";

/** The backends that are measured, each beside its own program on a bare pipe. */
export interface Contestant {
  backend: string;
  startBare: (place: Place) => BareCli | Promise<BareCli>;
}

export const contestants: readonly Contestant[] = [
  { backend: "claude", startBare: (place) => startBareClaude(place) },
  { backend: "gemini", startBare: (place) => startBareAcp("gemini", place) },
  { backend: "demo", startBare: (place) => startBareAcp("demo", place) },
];

/** Any model, and the demo, says five words to it. */
export const PROMPT = "[[words 5]]";
