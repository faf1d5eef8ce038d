import { homedir } from "node:os";
import { fileFindings } from "./file-rules.ts";
import { importFindings } from "./import-directions.ts";
import { personaSchemaFindings } from "./persona-schemas.ts";
import { protocolDocsFindings } from "./protocol-docs.ts";
import { ROOT, run } from "./run.ts";
import { readSources } from "./source-files.ts";

const failed = [];
if ((await run("oxlint", ["--type-aware", "--deny-warnings"])) !== 0) failed.push("oxlint");
if ((await run("oxfmt", ["--check", "."])) !== 0) failed.push("oxfmt (npm run format mends it)");
if (await houseRulesBroken()) failed.push("house rules");
if (failed.length > 0) {
  console.error(`Lint failed: ${failed.join(", ")}.`);
  process.exitCode = 1;
}

async function houseRulesBroken(): Promise<boolean> {
  const files = readSources(ROOT);
  const findings = [
    ...importFindings(files),
    ...fileFindings(files, { paths: machinePaths() }),
    ...(await protocolDocsFindings(ROOT)),
    ...(await personaSchemaFindings(ROOT)),
  ];
  for (const { path, line, rule, message } of findings) console.error(`${path}:${line}  ${rule}  ${message}`);
  return findings.length > 0;
}

/** A home right below the root ("/root") is too common a word to look for. */
function machinePaths(): string[] {
  return [ROOT, homedir()].filter((path) => path.split(/[\\/]/).length > 2);
}
