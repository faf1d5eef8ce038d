import { execFile } from "node:child_process";
import { mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readBead, suggestPersona } from "@switchyard/beads";
import { type PersonaInfo, TaskId } from "@switchyard/core/protocol";
import { installFakeBd, makeWorkspace } from "@switchyard/testkit/fake-bd";
import { expect, test } from "vitest";
import { startYard, type Yard } from "./yard.ts";

/** Real programs take a while to start: these stand for all, whose way through the bridge is one. */
const WITH_CLAUDE: readonly string[] = ["web-specialist", "orchestrator"];

/** Per line: the bead's type, the role that it names, the persona and the task that are suggested. */
const SUGGESTED = `
  task      -            specialist           implement-task
  feature   -            specialist           implement-task
  chore     -            specialist           implement-task
  story     -            specialist           implement-task
  anything  -            specialist           implement-task
  bug       -            specialist           fix-bug
  epic      -            product-manager      decompose-epic
  milestone -            product-manager      decompose-epic
  question  -            product-manager      chat
  decision  -            architect            design-change
  spike     -            architect            design-change
  task      web          web-specialist       implement-task
  task      frontend     web-specialist       implement-task
  bug       frontend     web-specialist       fix-bug
  epic      web          web-specialist       chat
  feature   backend      backend-specialist   implement-task
  task      database     database-specialist  implement-task
  bug       mobile       mobile-specialist    fix-bug
  chore     devops       devops-specialist    implement-task
  task      ci           devops-specialist    implement-task
  task      qa           qa-engineer          verify-task
  bug       qa-engineer  qa-engineer          verify-task
  task      review       reviewer             review-change
  task      reviewer     reviewer             review-change
  task      architect    architect            design-change
  decision  product      product-manager      -
  epic      decomposer   decomposer           decompose-epic
  epic      orchestrator orchestrator         run-epic
  feature   customer     customer             accept-change
  task      specialist   specialist           implement-task
  task      run-epic     orchestrator         run-epic
  bug       gardener     specialist           fix-bug
`
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));

test("each kind of bead has one built-in persona, and each persona's text arrives as it is previewed", async () => {
  await using yard = await startYard();
  const listed = await yard.client.call("listPersonas", {});
  const personas = listed.personas.filter(({ layer, tasks }) => layer === "built_in" && tasks.length > 0);
  expect(personas).toHaveLength(13);
  expect(SUGGESTED.map(([type = "", role = ""]) => suggested(type, role, personas))).toEqual(SUGGESTED);
  await Promise.all([throughClaude(yard, personas), throughDemo(yard, personas)]);
});

function suggested(type: string, role: string, personas: readonly PersonaInfo[]): string[] {
  const named = role === "-" ? {} : { labels: ["ui", `specialist:${role}`] };
  const bead = readBead({ id: "shop-1", title: "Work", status: "open", issue_type: type, ...named });
  const found = bead === null ? null : suggestPersona(bead, personas);
  return [type, role, found?.persona ?? "-", found?.task ?? "-"];
}

async function throughClaude(yard: Yard, personas: readonly PersonaInfo[]): Promise<void> {
  for (const persona of personas.filter(({ id }) => WITH_CLAUDE.includes(id))) {
    const words = `I am ${persona.id}`;
    const how = { cliBackend: "claude", prompt: `[[say ${words}]]` };
    const { sessionId, prompt } = await start(yard, persona, how);
    await yard.ended(sessionId, 1);
    const asked = yard.api.requests.find((each) => each.prompt.includes(words));
    expect(asked?.system, persona.id).toContain(prompt);
  }
}

/** The demo has no place for a system prompt: there it begins the first message. */
async function throughDemo(yard: Yard, personas: readonly PersonaInfo[]): Promise<void> {
  for (const persona of personas.filter(({ id }) => !WITH_CLAUDE.includes(id))) {
    const how = { cliBackend: "demo", prompt: "[[say Hello.]]" };
    const { sessionId, prompt } = await start(yard, persona, how);
    await yard.ended(sessionId, 1);
    await yard.say(sessionId, "[[remember]]");
    const remembered = JSON.stringify([`${prompt}\n\n${how.prompt}`]);
    expect(yard.text(sessionId, 2), persona.id).toBe(`I remember: ${remembered}`);
    await yard.client.call("stopAgentSession", { sessionId });
  }
}

/** For the task beside "chat". */
async function start(
  yard: Yard,
  { id, tasks }: PersonaInfo,
  how: { readonly cliBackend: string; readonly prompt: string },
) {
  const work = { persona: id, task: tasks[1] ?? TaskId.parse("chat") };
  const { prompt } = await yard.client.call("previewPrompt", work);
  return { prompt, sessionId: await yard.start({ ...work, ...how }) };
}

const PACK = fileURLToPath(new URL("../../packages/personas/packs/built-in/", import.meta.url));
const ISSUES = [
  { id: "shop-9", title: "All of it", issue_type: "epic" },
  ...["shop-1", "shop-2", "shop-3", "shop-4"].map((id) => ({ id, title: id })),
];
const IDS = {
  ID: "shop-1",
  OTHER: "shop-2",
  LATER: "shop-3",
  EARLIER: "shop-4",
  EPIC: "shop-9",
  PARENT: "shop-9",
  WORD: "shop",
};
const NEVER = "bd init";

test.each(["0.49.6", "1.3.0"])("the commands of the built-in texts are those of bd %s", async (version) => {
  const commands = await trackerCommands();
  expect(commands).toHaveLength(21);
  await using folder = await mkdtempDisposable(join(tmpdir(), "switchyard-commands-"));
  const bin = join(folder.path, "bin");
  await installFakeBd(bin, { version });
  const { root } = await makeWorkspace(join(folder.path, "shop"), ISSUES, { version });
  const env = { PATH: `${bin}${delimiter}${process.env["PATH"] ?? ""}`, USER: "alice" };
  for (const command of commands) {
    const ran = promisify(execFile)("sh", ["-c", command], { cwd: root, env });
    await expect(ran, command).resolves.toBeDefined();
  }
});

/** As one would type them, without those that differ in their words alone. */
async function trackerCommands(): Promise<string[]> {
  const files = (await readdir(PACK, { recursive: true })).filter((file) => file.endsWith(".md"));
  const texts = await Promise.all(files.map((file) => readFile(join(PACK, file), "utf8")));
  const found = texts.flatMap((text) => [...text.matchAll(/`(bd [^`]+)`|^ *(bd .+)$/gm)]);
  const commands = found.map(([, inText, inBlock]) => fillIn(inText ?? inBlock ?? ""));
  return [...new Set(commands)].filter((command) => command !== NEVER).toSorted();
}

function fillIn(command: string): string {
  const bare = command.replaceAll(/"[^"]+"|'[^']+'/g, '"Some words"').replaceAll("{{bead_id}}", "ID");
  const named = (text: string, [name, id]: [string, string]): string =>
    text.replaceAll(new RegExp(`\\b${name}\\b`, "g"), id);
  return Object.entries(IDS).reduce(named, bare);
}
