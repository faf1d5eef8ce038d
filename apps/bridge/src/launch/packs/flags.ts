import { type Command, InvalidArgumentError } from "commander";
import { type PackKind, PackName } from "@switchyard/core/protocol";

/** What `switchyard personas …` or `switchyard backends …` was called with. */
export type PackCall =
  | { readonly action: "add"; readonly kind: PackKind; readonly spec: string; readonly yes: boolean }
  | { readonly action: "update"; readonly kind: PackKind; readonly spec?: string; readonly yes: boolean }
  | { readonly action: "remove"; readonly kind: PackKind; readonly name: PackName }
  | { readonly action: "list"; readonly kind: PackKind; readonly json: boolean }
  | { readonly action: "check"; readonly folder: string };

/** Adds the two commands and theirs. */
export function addPackCommands(program: Command, decide: (call: PackCall) => void): void {
  const personas = program
    .command("personas")
    .description("Packs of personas: look at one, install it, bring it up to date.");
  addForKind(personas, "personas", decide);
  personas
    .command("check")
    .description("Says what is wrong in a folder of personas, by file and line.")
    .argument("<dir>", "the folder of a pack, of personas, or of other programs' agents")
    .action((folder: string) => decide({ action: "check", folder }));
  const backends = program
    .command("backends")
    .description(
      "Packages of backends: code that runs as you. Look at one, install it, bring it up to date.",
    );
  addForKind(backends, "backend", decide);
}

function addForKind(command: Command, kind: PackKind, decide: (call: PackCall) => void): void {
  command
    .command("add")
    .description("Shows what a pack holds, and installs it once you have agreed.")
    .argument("<spec>", SPEC_HELP)
    .option("-y, --yes", YES_HELP, false)
    .action((spec: string, { yes }: { yes: boolean }) => decide({ action: "add", kind, spec, yes }));
  command
    .command("update")
    .description("Shows what has changed since a pack was installed, and installs it once you have agreed.")
    .argument(
      "[spec]",
      "a pack's name, name@version (also an older one), a folder or an archive (all of them)",
    )
    .option("-y, --yes", YES_HELP, false)
    .action((spec: string | undefined, { yes }: { yes: boolean }) =>
      decide({ action: "update", kind, yes, ...(spec === undefined ? {} : { spec }) }),
    );
  command
    .command("remove")
    .description("Removes a pack; sessions that were started with it keep what they have.")
    .argument("<name>", "as `list` shows it", toName)
    .action((name: PackName) => decide({ action: "remove", kind, name }));
  command
    .command("list")
    .description("The packs that are installed.")
    .option("--json", "as a JSON array, for scripts", false)
    .action(({ json }: { json: boolean }) => decide({ action: "list", kind, json }));
}

const SPEC_HELP =
  "a folder or an archive (.tgz) by its path, or an npm package: name, name@1.2.3, @scope/name";
const YES_HELP = "install without asking; what it holds is shown all the same";

function toName(text: string): PackName {
  const name = PackName.safeParse(text);
  if (name.success) return name.data;
  throw new InvalidArgumentError(`It ${name.error.issues[0]?.message ?? "is no name of a pack"}.`);
}
