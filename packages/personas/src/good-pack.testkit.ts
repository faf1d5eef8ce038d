import { makeFolder } from "./folder.testkit.ts";
import { type PersonaPack, readPersonaPack } from "./read-pack.ts";

export const MANIFEST = `name: acme
version: 1.2.0
displayName: Acme
description: For tests
personas: [one]
`;
export const HEAD = "id: one\ndisplayName: One\ndescription: Does one thing\nicon: code-xml\ntasks: [chat]\n";
/** A pack without a fault, of these two. */
export const GOOD: Readonly<Record<string, string>> = {
  "pack.yaml": MANIFEST,
  "one/persona.md": `---\n${HEAD}---\n\nYou work in {{cwd}}.\n`,
  "one/chat.md": "Talk.\n{{#bead_id}}\nAbout {{bead_id}}.\n{{/bead_id}}\n",
};
/** What is read of a folder with these files. */
export async function read(
  files: Parameters<typeof makeFolder>[0],
  as: Partial<Parameters<typeof readPersonaPack>[1]> = {},
) {
  await using folder = await makeFolder(files);
  const pack = await readPersonaPack(folder.path, { layer: "installed", ...as });
  if (pack === null) throw new Error("There is no folder.");
  return pack;
}

/** Its problems, a line each. */
export function told({ problems }: PersonaPack): string[] {
  return problems.map(({ file, line, message }) => `${file}:${line}: ${message}`);
}
