/** The words of a view that can't be shown, and of a part of the page that can't be fetched. */
export const troubleWords = {
  away: "The bridge can’t be reached",
  awayText: "This part of the page is not here yet. It opens by itself when the bridge is back.",
  missing: "This part of the page could not be fetched",
  missingText: "Reloading gets the page that belongs to the bridge, which may have been updated.",
  broken: "This view could not be shown",
  brokenText: "The sessions are untouched; reloading the page shows them as they are.",
  copy: "Copy details",
};
