import { isCode, isTestCode, lineAt, type Finding, type SourceFile } from "./source-files.ts";

/** Paths of the machine that checks: none of them may stand in a file. */
export interface Machine {
  readonly paths: readonly string[];
}

/** What each file must keep to whatever it imports. */
export function fileFindings(files: readonly SourceFile[], machine: Machine): Finding[] {
  return files.flatMap((file) => [
    ...tooLong(file),
    ...junkDrawer(file),
    ...touchesTheProcess(file),
    ...unexplained(file),
    ...places(file, machine),
  ]);
}

const MAX_LINES = 400;

/** A longer file says why it is one: `// Over 400 lines: <reason>`. */
function tooLong({ path, text }: SourceFile): Finding[] {
  if (!isCode(path) && !path.endsWith(".css")) return [];
  const lines = text.split("\n").length - 1;
  if (lines <= MAX_LINES || /^\s*(?:\/\/|\/?\*) Over 400 lines: \S/m.test(text)) return [];
  const message = `${lines} lines: split it, or say why not in a line "// Over 400 lines: <reason>".`;
  return [{ path, line: MAX_LINES + 1, rule: "short-files", message }];
}

/** A folder is named for a stage of the work, so that one knows what belongs there. */
function junkDrawer({ path }: SourceFile): Finding[] {
  const drawer = path
    .split("/")
    .slice(0, -1)
    .find((part) => /^(?:utils?|helpers?)$/.test(part));
  if (drawer === undefined) return [];
  return [{ path, line: 1, rule: "no-junk-drawer", message: `"${drawer}" says nothing of what is in it.` }];
}

/** Arguments and exit are the entry file's, so that everything else can run in a test. */
function touchesTheProcess({ path, text }: SourceFile): Finding[] {
  const product = /^(?:packages|apps)\/[^/]+\/src\//.test(path) && isCode(path) && !isTestCode(path);
  if (!product || path === "apps/bridge/src/main.ts") return [];
  return [
    ...text.matchAll(/^(?!\s*(?:\/\/|\/?\*)).*?(\bprocess\.(?:argv|exit)\b|["']node:process["'])/gm),
  ].map((match) => ({
    path,
    line: lineAt(text, match.index),
    rule: "one-entry",
    message: `${match[1]}: only apps/bridge/src/main.ts reads arguments and exits.`,
  }));
}

/** A suppression says why: `// oxlint-disable-next-line rule -- <reason>`. */
function unexplained({ path, text }: SourceFile): Finding[] {
  if (!isCode(path)) return [];
  const silent =
    /^.*(?:\/\/|\/\*)\s*(?:(?:oxlint|eslint)-disable|@ts-expect-error|oxfmt-ignore)(?!.*(?: -- |: )\S).*$/gm;
  return [...text.matchAll(silent)].map((match) => ({
    path,
    line: lineAt(text, match.index),
    rule: "explained-suppression",
    message: "say why, after ` -- `.",
  }));
}

function places({ path, text }: SourceFile, machine: Machine): Finding[] {
  const home = machine.paths.flatMap((place) => {
    const at = text.indexOf(place);
    if (at === -1) return [];
    return [{ path, line: lineAt(text, at), rule: "no-machine-path", message: "a path of this machine." }];
  });
  const address = path === "package-lock.json" ? text.search(/"resolved": "https?:/) : -1;
  if (address === -1) return home;
  const message = "an address of a registry: .npmrc says omit-lockfile-registry-resolved.";
  return [...home, { path, line: lineAt(text, address), rule: "no-registry-address", message }];
}
