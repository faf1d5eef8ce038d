import { PackName } from "@switchyard/core/protocol";
import { readPersonaPack } from "@switchyard/personas";
import type { DescribedPack } from "./describe-pack.ts";
import { refusePack, refuseProblems } from "./refuse.ts";

/**
 * What a pack of personas says of itself, once everything in its folder was checked. `calledAs`: the name of one that
 * says none.
 * @throws {SwitchyardError} INVALID_PACK
 */
export async function describePersonas(folder: string, calledAs: string): Promise<DescribedPack> {
  const read = await readPersonaPack(folder, { layer: "installed" });
  if (read === null) throw new Error("what was just written is gone");
  const { manifest, personas, problems, isCut, ignored } = read;
  if (problems.length > 0) throw refuseProblems(problems, isCut);
  if (personas.length === 0) throw refusePack("There is no persona in it.");
  const { name, version, displayName, description, license } = manifest ?? unnamed(calledAs);
  return {
    name,
    version,
    displayName,
    description,
    license: license ?? null,
    personas: personas.map((persona) => ({
      id: persona.id,
      displayName: persona.displayName,
      description: persona.description,
    })),
    ignored: [...ignored],
    entry: null,
    dependencies: {},
  };
}

/** Of a folder with personas that has no manifest. */
function unnamed(calledAs: string) {
  const name = PackName.parse(nameFrom(calledAs));
  return {
    name,
    version: "0.0.0",
    displayName: name,
    description: "Files with personas, without a version of their own.",
    license: undefined,
  };
}

/** What is one already stays as it is. */
function nameFrom(calledAs: string): string {
  if (PackName.safeParse(calledAs).success) return calledAs;
  const name = calledAs
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replaceAll(/^[._-]+|[._-]+$/g, "")
    .slice(0, 100);
  return name === "" ? "personas" : name;
}
