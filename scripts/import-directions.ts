import { isBuiltin } from "node:module";
import { dirname, normalize } from "node:path/posix";
import { z } from "zod";
import { isCode, isTestCode, lineAt, type Finding, type SourceFile } from "./source-files.ts";

/** What the code of one folder may import; the first area whose folder fits a file is the file's. */
interface Area {
  readonly folder: RegExp;
  /** Packages of this repository. */
  readonly ours: RegExp;
  /** Packages from elsewhere. @default all */
  readonly elsewhere?: RegExp;
  /** Whether it may use Node's modules. */
  readonly node: boolean;
}

const CORE = /^@switchyard\/core$/;
const ANY = /^/;
const NONE = /$^/;

/** `core ← backend-*, personas, beads ← apps/bridge`; `core, beads ← apps/web`; tests may import all. */
const AREAS: readonly Area[] = [
  // The demo's agent is a program of its own, that the bridge starts.
  { folder: /^packages\/backend-demo\/agent\//, ours: NONE, node: true },
  { folder: /^packages\/core\//, ours: NONE, elsewhere: /^zod$/, node: false },
  {
    folder: /^packages\/backend-(?:gemini|demo)\//,
    ours: /^@switchyard\/(?:core|backend-acp)$/,
    node: false,
  },
  { folder: /^packages\/(?:backend-[^/]+|beads)\//, ours: CORE, node: false },
  { folder: /^packages\/personas\//, ours: CORE, node: true },
  { folder: /^packages\/testkit\//, ours: ANY, node: true },
  {
    folder: /^apps\/bridge\//,
    ours: /^@switchyard\/(?:core|personas|beads|web|backend-[a-z0-9-]+)$/,
    node: true,
  },
  { folder: /^apps\/web\/src\//, ours: /^@switchyard\/(?:core|beads)$/, node: false },
  { folder: /^apps\/web\//, ours: /^@switchyard\/(?:core|beads)$/, node: true },
  { folder: /^(?:packages|apps)\//, ours: NONE, node: false },
];

/** Every import that goes against the house's directions. */
export function importFindings(files: readonly SourceFile[]): Finding[] {
  const packages = packagesIn(files);
  return files
    .filter((file) => isCode(file.path))
    .flatMap((file) =>
      importsOf(file).flatMap(({ specifier, line }) => {
        const broken = brokenRule(file.path, specifier, packages);
        return broken === undefined ? [] : [{ path: file.path, line, ...broken }];
      }),
    );
}

/** The entries that each package of the repository exports, by its name. */
type Packages = ReadonlyMap<string, readonly string[]>;

function packagesIn(files: readonly SourceFile[]): Packages {
  const manifests = files
    .filter((file) => /^(?:(?:packages|apps)\/[^/]+|tests)\/package\.json$/.test(file.path))
    .map((file) => Manifest.parse(JSON.parse(file.text)));
  return new Map(manifests.map((manifest) => [manifest.name, Object.keys(manifest.exports)]));
}

const Manifest = z.object({ name: z.string(), exports: z.record(z.string(), z.unknown()).default({}) });

interface Import {
  readonly specifier: string;
  readonly line: number;
}

/** Static, re-exporting, dynamic and type imports. The formatter puts the static ones at a line's start. */
function importsOf({ text }: SourceFile): Import[] {
  const found = [...text.matchAll(STATIC), ...text.matchAll(DYNAMIC)];
  return found.map((match) => ({ specifier: match[1] ?? "", line: lineAt(text, match.index) }));
}

const STATIC = /^(?:import|export)\b(?:[^;"'`]*?\bfrom)?\s*["']([^"'\n]+)["']/gm;
const DYNAMIC = /(?<!^\s*(?:\/\/|\*).*)\bimport\(\s*["'`]([^"'`\n]+)["'`]/gm;

interface Broken {
  readonly rule: string;
  readonly message: string;
}

function brokenRule(path: string, specifier: string, packages: Packages): Broken | undefined {
  if (specifier.startsWith(".")) return leavesItsPackage(path, specifier);
  const area = AREAS.find((each) => each.folder.test(path));
  const exported = packages.get(packageName(specifier));
  if (exported !== undefined) {
    return wrongDirection(path, specifier, area) ?? pastTheExports(specifier, exported);
  }
  if (area === undefined || isTestCode(path)) return undefined;
  return notForThisCode(path, specifier, area);
}

/** `@scope/name/entry` → `@scope/name`. */
function packageName(specifier: string): string {
  const [first = "", second = ""] = specifier.split("/");
  return first.startsWith("@") ? `${first}/${second}` : first;
}

/** A relative import may not end in another package; only benchmarks weigh parts that no one exports. */
function leavesItsPackage(path: string, specifier: string): Broken | undefined {
  const home = /^(?:packages|apps)\/[^/]+\/|^[^/]+\//.exec(path)?.[0] ?? "";
  const within = normalize(`${dirname(path)}/${specifier}`).startsWith(home);
  if (within || path.startsWith("tests/bench/")) return undefined;
  return { rule: "import-by-name", message: `"${specifier}" leaves ${home}: import packages by name.` };
}

function wrongDirection(path: string, specifier: string, area: Area | undefined): Broken | undefined {
  const name = packageName(specifier);
  if (name === TESTKIT) {
    if (isTestCode(path) || area === undefined) return undefined;
    return { rule: "testkit-in-tests-only", message: `"${specifier}" is for tests alone.` };
  }
  if (area === undefined || area.ours.test(name)) return undefined;
  return { rule: "import-direction", message: `"${specifier}" may not be imported from here.` };
}

const TESTKIT = "@switchyard/testkit";

function pastTheExports(specifier: string, exported: readonly string[]): Broken | undefined {
  const name = packageName(specifier);
  if (exported.includes(`.${specifier.slice(name.length)}`)) return undefined;
  const there = exported.length === 0 ? "nothing" : exported.join(", ");
  return { rule: "past-the-exports", message: `"${specifier}": ${name} exports ${there}.` };
}

function notForThisCode(path: string, specifier: string, area: Area): Broken | undefined {
  if (path.startsWith("apps/web/src/wire/") && SOLID.test(specifier)) {
    return { rule: "wire-without-framework", message: `"${specifier}": the wire knows no Solid.` };
  }
  if (SPAWNER.test(specifier) && !MAY_SPAWN.test(path)) {
    return { rule: "one-spawner", message: `"${specifier}": only apps/bridge/src/process starts processes.` };
  }
  if (isBuiltin(specifier)) {
    return area.node ? undefined : { rule: "no-node-here", message: `"${specifier}" is Node's alone.` };
  }
  if (area.elsewhere?.test(packageName(specifier)) !== false) return undefined;
  return { rule: "few-dependencies", message: `"${specifier}" may not be a dependency of this package.` };
}

const SOLID = /^(?:solid-|lucide-solid|@solidjs\/|@solid-primitives\/|@kobalte\/)/;
/** The bridge's own place for it, and the demo's agent: a program that the bridge starts. */
const MAY_SPAWN = /^(?:apps\/bridge\/src\/process|packages\/backend-demo\/agent)\//;
const SPAWNER = /^(?:(?:node:)?child_process|execa)$/;
