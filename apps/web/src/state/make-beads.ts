/** Fetched when the first beads are read: before the first paint nobody needs it. */
export { makeBeads } from "@switchyard/beads";
