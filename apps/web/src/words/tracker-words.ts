/** What the page says of a project's tracker before anything of its beads is shown. */
export const trackerWords = {
  neverStill: "The beads change faster than they can be read. Read them again in a moment.",
  readOnly: "The beads are read from a file and can’t be changed here. Install bd to change them.",
  noTracker: "This project has no beads yet. Run bd init in its folder, then read them again.",
};
