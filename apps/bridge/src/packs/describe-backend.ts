import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { PackName } from "@switchyard/core/protocol";
import semver from "semver";
import { z } from "zod";
import { parseJson } from "../parse-json.ts";
import { backendEntry } from "./backend-entry.ts";
import type { DescribedPack } from "./describe-pack.ts";
import { type PackFile, textOf } from "./file-rules.ts";
import { refusePack, refuseProblems } from "./refuse.ts";

/**
 * What the package of a backend says of itself; nothing of it is run.
 * @throws {SwitchyardError} INVALID_PACK
 */
export function describeBackend(files: readonly PackFile[]): DescribedPack {
  const file = files.find(({ path }) => path === PACKAGE_JSON);
  if (file === undefined)
    throw refusePack("There is no package.json in it, so it is no package of a backend.");
  const text = textOf(file.content)?.replace(/^\uFEFF/, "") ?? "";
  const refuse = (faults: readonly Fault[]): Error =>
    refuseProblems(
      faults.map(({ field, message }) => ({
        file: PACKAGE_JSON,
        line: lineOf(text, field),
        message: field === "" ? message : `${field}: ${message}`,
      })),
    );

  const parsed = BackendPackage.safeParse(parseJson(text));
  if (!parsed.success) {
    throw refuse(
      parsed.error.issues.map((issue) => ({
        field: issue.path.map(String).join("."),
        message: (issue.code === "invalid_key" ? issue.issues[0]?.message : undefined) ?? issue.message,
      })),
    );
  }
  const { name, version, displayName, description, license, ...npm } = parsed.data;
  const paths = new Set(files.map(({ path }) => path));
  const entry = backendEntry(npm, paths);
  const faults = [
    ...hostedFaults(npm),
    ...bundleFaults(npm, paths),
    ...("fault" in entry ? [entry.fault] : []),
  ];
  if ("fault" in entry || faults.length > 0) throw refuse(faults);
  return {
    name,
    version,
    displayName: oneLine(displayName) || name,
    description: oneLine(description),
    license: oneLine(license) || null,
    personas: [],
    ignored: [],
    entry: entry.path,
    dependencies: bringsDependencies(paths) ? {} : withoutHosted(npm.dependencies),
  };
}

const PACKAGE_JSON = "package.json";
const KEYWORD = "switchyard-backend";

/** What is wrong, and in which field: `dependencies.left-pad`; "": in all of it. */
export interface Fault {
  readonly field: string;
  readonly message: string;
}

const NAME = /^(?:@[\w.~-]+\/)?[\w.~-]+$/;
const ranges = z.record(z.string().regex(NAME, "is no name of a package"), z.string()).default({});
const words = z.string().default("").catch("");

const BackendPackage = z.looseObject(
  {
    name: PackName,
    version: z
      .string()
      .refine((told) => semver.valid(told) === told, "must be a version of three numbers: 1.0.0"),
    displayName: words,
    description: words,
    license: words,
    keywords: z
      .array(z.unknown())
      .default([])
      .refine((all) => all.includes(KEYWORD), `must have "${KEYWORD}", else it is no backend`),
    exports: z.unknown().optional(),
    main: z.string().optional(),
    peerDependencies: ranges,
    // An address or a folder could be anything, also of this machine.
    dependencies: ranges.pipe(
      z.record(
        z.string(),
        z
          .string()
          .refine(
            isOfRegistry,
            "must be a version or a range of a package on npm, not an address or a folder",
          ),
      ),
    ),
  },
  "must be an object in JSON",
);
type BackendPackage = z.infer<typeof BackendPackage>;

function isOfRegistry(range: string): boolean {
  const [, aliased = range] = /^npm:(?:@[^/@:]+\/)?[^/@:]+@(.*)$/.exec(range) ?? [];
  return semver.validRange(aliased) !== null || /^[a-z][\w.-]*$/i.test(aliased);
}

/** Packages that a backend gets from the bridge, so that both speak of the same things. */
const HOSTED: readonly string[] = ["@switchyard/core", "@switchyard/backend-acp"];

function hostedFaults(npm: Pick<BackendPackage, "dependencies" | "peerDependencies">): Fault[] {
  return (["dependencies", "peerDependencies"] as const).flatMap((kind) =>
    HOSTED.flatMap((name) => {
      const wanted = npm[kind][name];
      if (wanted === undefined) return [];
      const ours = hostedVersion(name);
      if (semver.satisfies(ours, wanted, { includePrerelease: true })) return [];
      const message = `needs ${wanted}, and this Switchyard has ${ours}. Update the one or the other.`;
      return [{ field: `${kind}.${name}`, message }];
    }),
  );
}

function hostedVersion(name: string): string {
  const file = findPackageJSON(name, import.meta.url);
  if (file === undefined) throw new Error(`${name} is not installed`);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
}

function withoutHosted(dependencies: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(dependencies).filter(([name]) => !HOSTED.includes(name)));
}

function bringsDependencies(paths: ReadonlySet<string>): boolean {
  return [...paths].some((path) => path.startsWith("node_modules/"));
}

/** What npm would add to a part of them is not what their author tried. */
function bundleFaults(
  { dependencies }: Pick<BackendPackage, "dependencies">,
  paths: ReadonlySet<string>,
): Fault[] {
  if (!bringsDependencies(paths)) return [];
  return Object.keys(withoutHosted(dependencies))
    .filter((name) => !paths.has(`node_modules/${name}/${PACKAGE_JSON}`))
    .map((name) => ({
      field: `dependencies.${name}`,
      message: "is not among the packages that it brings. Bundle all of them, or none.",
    }));
}

/** Where a field is most likely written. */
function lineOf(json: string, field: string): number {
  const key = HOSTED.find((name) => field.endsWith(name)) ?? field.split(".").at(-1) ?? "";
  const at = json.indexOf(JSON.stringify(key));
  return at === -1 ? 1 : json.slice(0, at).split("\n").length;
}

function oneLine(told: string): string {
  return told
    .slice(0, 500)
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .trim();
}
