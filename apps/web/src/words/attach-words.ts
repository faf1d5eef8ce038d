/** All that is said about the files that go with a message. */
export const attachWords = {
  attach: "Attach files",
  mention: "Name a file of the folder",
  list: "Attachments",
  remove: (name: string) => `Remove ${name}`,
  retry: "Retry",
  retryFile: (name: string) => `Try to upload ${name} again`,
  uploading: (name: string) => `Uploading ${name}`,
  waiting: (name: string) => `${name} is uploaded when connected`,
  failed: "Not uploaded",
  putInto: "Put into the message instead",
  putIntoFailed: (name: string) => `${name} could not be read, so it stays an attachment.`,
  pastedIn: (name: string) => `The long text is attached as ${name}`,
  notAdded: (name: string) => `${name} was not attached`,
  dismiss: "Dismiss",
  drop: "Drop to attach",
  dropTo: (title: string) => `The files go with your next message to “${title}”`,
  dropHere: "The files go with the first message",
  refusal: {
    pictures: (backend: string) =>
      `${backend} takes no pictures. Put it into the session’s folder and name it with @path instead.`,
    type: (backend: string) =>
      `${backend} takes no files of this type. Put it into the session’s folder and name it with @path instead.`,
    large: (size: string) =>
      `It has ${size}, and an attachment at most 5 MB. Put it into the session’s folder and name it with @path instead.`,
    many: "A message takes at most 20 files. Send these first, or name the others with @path.",
    empty: "It is empty.",
    folder: "A folder can’t be attached. Name it with @path instead.",
    unreadable: "The browser could not read it.",
  },
  blocked: {
    failed: "Upload what failed again, or remove it",
    many: "Remove some files: a message takes at most 20",
  },
  gone: "The bridge does not keep it any more. Remove it, then attach the file again.",
  uploadingCount: (count: number) => (count === 1 ? "Uploading 1 file" : `Uploading ${count} files`),
  lost: (names: readonly string[]) =>
    names.length === 1
      ? `${names[0]} was not uploaded before the page closed. Edit the message to attach it again; Retry sends it without.`
      : `${names.join(", ")} were not uploaded before the page closed. Edit the message to attach them again; Retry sends it without.`,
  startUntaken: (name: string) => `${name} can’t go along. Remove it, or choose another backend.`,
  withFiles: (names: readonly string[]) => `With ${names.join(", ")}`,

  files: "Files of the folder",
  noFiles: "No file here matches.",
  found: (count: number) => (count === 1 ? "1 file found" : `${count} files found`),
  isFolder: "folder",
};
