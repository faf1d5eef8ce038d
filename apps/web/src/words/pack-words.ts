import type { PackInfo, PackKind } from "@switchyard/core/protocol";

const rules = new Intl.PluralRules("en");
const number = new Intl.NumberFormat("en");

/** What is said of packs of personas and of plug-ins: their lists, the look at one before it is installed. */
export const packWords = {
  personas: "Personas",
  packs: "Packs",
  packsText:
    "Personas that people share: a folder, or a package on npm. A pack is text and runs nothing; you see all of it before it is installed.",
  none: "No pack is installed.",
  loading: "Reading the packs",
  failed: "The packs could not be read",
  plugins: "Plug-ins that did not load",
  isSafe: "Started with --safe",
  isSafeText: "It is installed and not loaded until the bridge is started without --safe.",
  isSafeAll: "No plug-in is loaded. Start the bridge without it to have them.",
  isSafeShort: "Started with --safe: no plug-in is loaded.",
  plugin: "Plug-in",
  ownProgram: "Part of the plug-in, run by the bridge’s own Node",
  pack: (name: string, version: string) => `${name} ${version}`,
  personaCount: (count: number) => `${number.format(count)} ${one(count, "persona", "personas")}`,
  noLicense: "no license named",
  hash: (hash: string) => hash.slice(0, 8),
  hashTitle: (hash: string) => `SHA-256 of all its files: ${hash}`,
  fromNpm: "from npm",
  from: { folder: "from the folder", archive: "from the archive", npm: "from npm as" },
  states: {
    ready: "Ready",
    loading: "Loading",
    failed: "Failed",
    changed: "Changed",
    safe: "Not loaded",
    off: "Not loaded",
  } satisfies Record<PackInfo["state"], string>,
  because: (state: string, reason: string) => `${state}: ${reason}`,
  reasons: {
    changed: "Its files are not those that you accepted. Update it to look at what they are, or remove it.",
    safe: "Started with --safe. Start the bridge without it to have this plug-in.",
    off: "Its backend is turned off. Turn it on to have this plug-in.",
  } satisfies Partial<Record<PackInfo["state"], string>>,
  failedHelp: "See with Update whether there is one without this fault, or remove it.",

  update: "Update",
  updateOf: (name: string) => `Update ${name}`,
  remove: "Remove",
  removeOf: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Remove ${name}?`,
  removeText: {
    personas:
      "Its personas are no longer offered. Sessions that were started with them keep their text and go on.",
    backend:
      "It is no longer loaded, and no session can be started with it. Its sessions stay readable and can’t go on until it is there again.",
  } satisfies Record<PackKind, string>,
  removed: (name: string) => `Removed ${name}`,
  removeLost:
    "The connection was lost before the bridge answered. If the pack is still in the list, remove it again.",

  add: {
    open: { personas: "Add a pack…", backend: "Add a backend…" } satisfies Record<PackKind, string>,
    title: { personas: "Add a pack of personas", backend: "Add a backend" } satisfies Record<
      PackKind,
      string
    >,
    lead: {
      personas: "It is fetched and checked first. Nothing is installed before you have seen what it holds.",
      backend:
        "A plug-in that speaks with one more CLI. It is fetched and checked first, and nothing of it runs before you have seen it and said yes.",
    } satisfies Record<PackKind, string>,
    spec: "Folder or npm name",
    placeholder: {
      personas: "~/my-pack or @acme/personas",
      backend: "~/my-backend or @acme/switchyard-backend",
    } satisfies Record<PackKind, string>,
    specNote:
      "A folder or .tgz by its whole path (or from ~/), or a package on npm: NAME, NAME@1.2.3 or NAME@latest.",
    empty: "Name a folder or a package.",
    look: "Look at it",
    looking: "Fetching and checking it. Nothing of it runs.",
    lookLost: "The connection to the bridge was lost. Nothing was installed: look at it again.",
    slow: "It took too long to fetch. Nothing was installed: look at it again, or fetch it yourself and name the folder.",
    failed: {
      invalid: "This can’t be installed",
      npm: "It could not be fetched",
      npmText:
        "If the name is right, look whether this machine is online, and logged in where the package asks for it.",
      large: "It is too large",
      storage: "It could not be stored",
      other: "It could not be looked at",
    },
    problemAt: (file: string, line: number) => `${file}:${line}`,
    allProblems: (count: number) => `Show all ${number.format(count)} problems`,
  },

  review: {
    title: (name: string) => `Install ${name}?`,
    updateTitle: (name: string) => `Update ${name}?`,
    holds: "What it holds",
    facts: "What it says of itself",
    name: "Name",
    license: "License",
    from: "From",
    fromBefore: "The installed one",
    origins: { folder: "folder", archive: "archive", npm: "npm" },
    hash: "Hash",
    copyHash: "Copy the hash",
    size: "Size",
    sizeOf: (files: number, size: string) =>
      `${number.format(files)} ${one(files, "file", "files")}, ${size}`,
    replaces: "Takes the place of",
    otherSource: "It comes from somewhere else than the one that is installed.",
    isSame: "Nothing has changed",
    isSameText: "These are the very files that are installed.",
    isAltered: "These are the files that you accepted",
    isAlteredText:
      "Those that are installed were altered since. Installed again, they are as you accepted them.",
    isOther: "It has changed since you looked",
    isOtherText: "Nothing was installed. This is what it holds now.",
    isOvertaken: "What is installed has changed meanwhile",
    isOvertakenText: (version: string | undefined) =>
      version === undefined
        ? "It is no longer installed. Look at this again before you install it."
        : `Version ${version} is installed now. Look at this again to see what it changes.`,
    isGone: "What you looked at is no longer kept. Look at it again.",
    lookAgain: "Look at it again",
    code: "This is code. It runs as you, with all that you may do.",
    codeText:
      "It can read and change your files, start programs and reach the network, and nobody asks you. Install it only if you trust whoever made it.",
    unseen: (count: number, files: number) =>
      `${number.format(count)} ${one(count, "character that nobody sees is", "characters that nobody sees are")} in ${number.format(files)} of its files`,
    unseenText:
      "Tags, direction marks and zero widths can hide what a text says to an agent. They are marked where they stand.",
    unseenIn: (count: number) => `${number.format(count)} unseen`,
    builtIn: "the built-in one",
    ofSource: (source: string) => `the one of ${source}`,
    yieldsTo: (other: string) => `Not used while ${other} is there.`,
    overrides: (others: readonly string[]) => `Used instead of ${list(others)}.`,
    personas: (count: number) => `${number.format(count)} ${one(count, "persona", "personas")}`,
    dependencies: (count: number) =>
      `${number.format(count)} ${one(count, "package comes", "packages come")} with it`,
    noDependencies: "No other package comes with it.",
    ignored: "Not applied",
    ignoredText: "A persona is text alone here: these stay without effect.",
    files: (count: number) => `${number.format(count)} ${one(count, "file", "files")}`,
    filesChanged: (count: number) => `${number.format(count)} ${one(count, "file differs", "files differ")}`,
    changes: { added: "New", changed: "Changed", removed: "Gone", same: "Unchanged" },
    showAll: (count: number) => `Show all ${number.format(count)}`,
    showSame: (count: number) => `Show ${number.format(count)} unchanged`,
    reading: "Reading the file",
    readFailed: "The file could not be read",
    tryAgain: "Read again",
    noText: "This file is no text, so it can’t be shown.",
    isEmpty: "This file is empty.",
    isCut: "Only its beginning is shown: it is too long to be read here.",
    onlyLineEnds: "Only its line ends have changed.",
    changedLater: "What is shown of it is the same: the change comes later.",
    textOf: (path: string) => `Text of ${path}`,
    view: (path: string) => `What is shown of ${path}`,
    views: { changes: "Changes", text: "Whole text" },
    moreRows: (count: number) => `Show ${number.format(count)} more lines`,
    back: "Back",
    install: "Install",
    installCode: "Install and run as me",
    updateSame: "Update",
    updateSameCode: "Update and run as me",
    update: (version: string) => `Update to ${version}`,
    updateCode: (version: string) => `Update to ${version} and run as me`,
    goBack: (version: string) => `Go back to ${version}`,
    goBackCode: (version: string) => `Go back to ${version} and run as me`,
    again: "Install it again",
    againCode: "Install it again and run as me",
    failed: (why: string) => `It was not installed: ${why}`,
    away: "Not connected to the bridge. What you look at stays.",
    lost: "The connection was lost before the bridge answered. The pack is installed whole or not at all: this shows by itself once the bridge is back. If it is not, install it again.",
    installed: (name: string, version: string) => `Installed ${name} ${version}`,
    installedFailed: (name: string, version: string, reason: string) =>
      `${name} ${version} is installed and can’t be used. ${reason}`,
  },

  project: {
    title: "Backends in this project",
    default: "Default backend",
    defaultOf: (project: string) => `Default backend in ${project}`,
    asElsewhere: (backend: string | null) =>
      backend === null ? "As everywhere" : `As everywhere, ${backend}`,
    summary: (backend: string | null, off: readonly string[]) =>
      [backend === null ? "" : `${backend} by default`, off.length === 0 ? "" : `${list(off)} off`]
        .filter((part) => part !== "")
        .join(" · "),
    use: (backend: string, project: string) => `Use ${backend} in ${project}`,
    offEverywhere: "Off everywhere. Turn it on under Backends first.",
    defaultIsOff: (backend: string) => `${backend} is off here, so another one is meant meanwhile.`,
    gone: (backend: string) => `${backend} (not there)`,
    failed: "The project was not changed",
  },
} as const;

const names = new Intl.ListFormat("en", { type: "conjunction" });

function list(of: readonly string[]): string {
  return names.format(of);
}

function one(count: number, singular: string, other: string): string {
  return rules.select(count) === "one" ? singular : other;
}
