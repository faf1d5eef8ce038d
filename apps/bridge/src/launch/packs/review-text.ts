import type { PackReview } from "@switchyard/core/protocol";
import semver from "semver";
import type { InstalledPack, PackStore } from "../../packs/pack-store.ts";
import { changeText } from "./change-text.ts";
import { ignoredLine } from "./told-lines.ts";
import { quotedLines, visibleLine } from "./visible.ts";

/** What somebody is to see before a pack is installed: all of it at first, later what has changed. */
export async function reviewText(
  review: PackReview,
  installed: InstalledPack | undefined,
  files: Pick<PackStore, "readFile">,
): Promise<string> {
  const lines = [
    ...headLines(review, installed),
    ...personaLines(review),
    ...ignoredLines(review),
    ...dependencyLines(review),
  ];
  if (installed !== undefined) lines.push(...(await changedFiles(review, files)));
  else if (review.kind === "personas") lines.push(...(await wholeFiles(review, files)));
  else lines.push(...fileList(review));
  return lines.map((line) => `${line}\n`).join("");
}

function headLines(review: PackReview, installed: InstalledPack | undefined): string[] {
  const { kind, displayName, description, license, files, bytes } = review;
  const of = (field: "version" | "hash" | "spec"): string => {
    const [is, was] = [visibleLine(review[field]), visibleLine(installed?.[field] ?? review[field])];
    return was === is ? is : `${was} → ${is}`;
  };
  const isOlder = isOlderVersion(review.version, installed?.version);
  const count = files.filter(({ change }) => change !== "removed").length;
  return [
    `${kind === "personas" ? "Pack of personas" : "Backend"} ${review.name} ${of("version")}${isOlder ? ", an older one" : ""}`,
    `  ${visibleLine(displayName)}: ${visibleLine(description)}`,
    `  License: ${license === null ? "none named" : visibleLine(license)}`,
    `  From:    ${of("spec")} (${review.origin})`,
    `  Hash:    ${of("hash")}`,
    `  Size:    ${size(bytes)} in ${count} ${count === 1 ? "file" : "files"}`,
    ...(kind === "backend" ? ["", "This is code. It runs as you, with all that you may do."] : []),
  ];
}

function isOlderVersion(is: string, was: string | undefined): boolean {
  const [now, before] = [semver.parse(is), semver.parse(was)];
  return now !== null && before !== null && semver.lt(now, before);
}

function personaLines({ personas }: PackReview): string[] {
  if (personas.length === 0) return [];
  return [
    "",
    "Its personas:",
    ...personas.flatMap((persona) => [
      `  ${persona.id}  ${visibleLine(persona.displayName)}: ${visibleLine(persona.description)}`,
      ...standingLines(persona),
    ]),
  ];
}

/** Of two with one id, which is used. */
function standingLines({ yieldsTo, overrides }: PackReview["personas"][number]): string[] {
  if (yieldsTo !== null) return [`    is not used while ${holder(yieldsTo)} is there`];
  if (overrides.length === 0) return [];
  return [`    is used instead of ${overrides.map(holder).join(" and ")}`];
}

function holder({ layer, source }: PackReview["personas"][number]["overrides"][number]): string {
  return layer === "built_in" ? "the built-in one" : `the one of ${visibleLine(source)}`;
}

function ignoredLines({ ignored }: PackReview): string[] {
  if (ignored.length === 0) return [];
  const fields = [...Map.groupBy(ignored, ({ field }) => field)];
  const lines = fields.flatMap(([field, all]) =>
    field === "file" || all.length <= MOST_TOLD ? all.map(ignoredLine) : [manyLine(field, all)],
  );
  return ["", "What it asks for and doesn't get:", ...lines.map((line) => `  ${line}`)];
}

/** Of hundreds of agents each asks for the same. */
const MOST_TOLD = 20;

function manyLine(field: string, all: PackReview["ignored"]): string {
  const some = all.slice(0, 3).map(({ file }) => visibleLine(file));
  return `${visibleLine(field)} is not applied in ${all.length} places: ${some.join(", ")} and others. "check" tells each.`;
}

function dependencyLines({ kind, dependencies }: PackReview): string[] {
  if (kind !== "backend") return [];
  if (dependencies.length === 0) return ["", "It brings no other packages."];
  return ["", "Packages that come with it:", ...dependencies.map((each) => `  ${visibleLine(each)}`)];
}

type PackFile = PackReview["files"][number];

async function wholeFiles(
  { hash, files }: PackReview,
  { readFile }: Pick<PackStore, "readFile">,
): Promise<string[]> {
  const lines: string[] = [];
  for (const file of files) {
    const { after, isCut } = await readFile(hash, file.path);
    lines.push("", fileLine(file), ...quotedLines(after ?? ""), ...cutLine(isCut));
  }
  return lines;
}

function fileList({ files }: PackReview): string[] {
  return ["", "Its files:", ...files.map((file) => `  ${fileLine(file)}`)];
}

async function changedFiles(
  { hash, files, before }: PackReview,
  { readFile }: Pick<PackStore, "readFile">,
): Promise<string[]> {
  const changed = files.filter(({ change }) => change !== "same");
  if (changed.length === 0) {
    const what =
      before?.hash === hash
        ? "No file has changed."
        : "Its own files are the same; packages that come with it are not.";
    return ["", what];
  }
  const lines: string[] = [];
  for (const file of changed) {
    const { before: was, after, isCut } = await readFile(hash, file.path);
    lines.push("", fileLine(file));
    lines.push(
      ...changeText({ path: file.path, change: file.change, before: was, after }),
      ...cutLine(isCut),
    );
  }
  return lines;
}

function fileLine({ path, bytes, change, unseen }: PackFile): string {
  const facts = [
    ...(change === "removed" ? ["removed"] : [size(bytes)]),
    ...(unseen === 0 ? [] : [`${unseen} ${unseen === 1 ? "character" : "characters"} that nobody sees`]),
  ];
  return `${visibleLine(path)} (${facts.join(", ")})`;
}

function cutLine(isCut: boolean): string[] {
  return isCut ? ["  (it is longer: the rest is not shown)"] : [];
}

function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
