import { PersonaId, type PersonaProblem } from "@switchyard/core/protocol";
import { z } from "zod";
import { MANIFEST } from "./list-files.ts";
import { KEYWORD, PackageJson, PackManifest } from "./manifest.ts";
import { isProblem } from "./open-pack.ts";
import { problemAt, type SourceText } from "./source-text.ts";
import { MANIFEST_YAML, readYaml, shaped } from "./yaml-text.ts";

/** What stands at the top of a pack. */
export interface ManifestRead {
  /** Null: it is wrong. */
  readonly manifest: PackManifest | null;
  /** Those that it names, also where the rest of it is wrong; null: it can't be told which. */
  readonly ids: readonly PersonaId[] | null;
  /** Where it names one that is not there. */
  missing(id: PersonaId): PersonaProblem;
  readonly problems: readonly PersonaProblem[];
}

/** @param packageJson null: there is none */
export function readManifest(
  source: SourceText | PersonaProblem,
  packageJson: SourceText | PersonaProblem | null,
): ManifestRead {
  if (isProblem(source)) return { manifest: null, ids: null, missing: () => source, problems: [source] };
  const yaml = readYaml(source, MANIFEST_YAML);
  const { value, problems } = shaped(yaml, PackManifest);
  const ofNpm = value === null || packageJson === null ? [] : packageFaults(packageJson, value);
  const named = Named.safeParse(yaml.data).data?.personas ?? null;
  const ids = named?.flatMap((each) => PersonaId.safeParse(each).data ?? []) ?? null;
  const missing = (id: PersonaId): PersonaProblem => {
    const at = yaml.offsetOf(["personas", named?.indexOf(id) ?? 0]);
    return problemAt(source, at, `"${id}" is not there: neither ${id}/persona.md nor ${id}.md.`);
  };
  return {
    manifest: value,
    ids: ids === null ? null : [...new Set(ids)],
    missing,
    problems: [...problems, ...ofNpm],
  };
}

const Named = z.object({ personas: z.array(z.unknown()) });

function packageFaults(source: SourceText | PersonaProblem, manifest: PackManifest): PersonaProblem[] {
  if (isProblem(source)) return [source];
  const parsed = PackageJson.safeParse(parseJson(source.text));
  if (!parsed.success)
    return [problemAt(source, 0, "it is no package.json: JSON with a name and a version.")];
  const { name, version, keywords = [] } = parsed.data;
  const at = (field: string): number => placeOf(source, field);
  const faults: PersonaProblem[] = [];
  if (name !== manifest.name) {
    faults.push(problemAt(source, at("name"), `its name is not that of ${MANIFEST}, "${manifest.name}".`));
  }
  if (version !== manifest.version) {
    faults.push(
      problemAt(source, at("version"), `its version is not that of ${MANIFEST}, ${manifest.version}.`),
    );
  }
  if (!keywords.includes(KEYWORD)) {
    faults.push(
      problemAt(source, at("keywords"), `its keywords lack "${KEYWORD}", by which packs are found.`),
    );
  }
  return faults;
}

function placeOf({ text }: SourceText, field: string): number {
  return Math.max(0, text.indexOf(`"${field}"`));
}

/** What npm's file says of a folder that has no manifest: that it is a pack all the same. */
export function manifestMissed(packageJson: SourceText | PersonaProblem): PersonaProblem[] {
  if (isProblem(packageJson)) return [];
  const keywords = PackageJson.safeParse(parseJson(packageJson.text)).data?.keywords ?? [];
  if (!keywords.includes(KEYWORD)) return [];
  const message = `by its keyword this is a pack, and there is no ${MANIFEST}.`;
  return [problemAt(packageJson, placeOf(packageJson, "keywords"), message)];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
