/** What the page says where a bead is made from anywhere. */
export const captureWords = {
  title: "New bead",
  /** On a message of a session. */
  fromMessage: "Make this a bead",

  fields: {
    title: "Title",
    type: "Type",
    priority: "Priority",
    project: "Project",
    parent: "Part of",
    labels: "Labels",
    description: "Description",
  },
  optional: "Optional",
  titlePlaceholder: "What is to be done",
  labelsPlaceholder: "ui, urgent",
  noParent: "Under no bead",
  suggested: (id: string) => `Under ${id}`,
  origin: (session: string | undefined) => (session === undefined ? "From a session" : `From “${session}”`),

  another: "Make another",
  make: "Make the bead",
  held: "Held until the bridge is back, then made once.",
  made: (id: string, title: string) => `Made ${id}: ${title}`,
  view: "Open",
  start: "Start session",
  failed: (why: string) => `The bead was not made: ${why}`,

  noProject: "There is no project yet. Add a folder as a project in the plan first.",
  noTitle: "Write a title.",
  longTitle: "A title has at most 500 characters. Put the rest into the description.",
  badLabel: (label: string) => `“${label}” can’t be a label: at most 256 characters.`,
  manyLabels: "A bead has at most 200 labels.",
  longText: "The description is too long. A bead holds at most a million characters.",
};
