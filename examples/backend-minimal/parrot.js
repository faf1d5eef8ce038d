#!/usr/bin/env node
// A CLI that runs one process a turn, without a model: the prompt is all of stdin, the answer JSON lines on stdout.
import { randomUUID } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout } from "node:timers/promises";

const CONVERSATIONS = join(homedir(), ".parrot");
const [flag, resumed] = process.argv.slice(2);

if (flag === "--version") console.log("parrot 1.0.0");
else if (flag === "--resume") await turn(resumed, await recall(resumed));
else await turn(randomUUID(), []);

async function turn(id, earlier) {
  if (earlier === undefined) {
    console.error(`There is no conversation ${id}.`);
    process.exitCode = 1;
    return;
  }
  tell({ type: "conversation", id });
  const prompt = (await text(process.stdin)).trimEnd();
  await remember(id, [...earlier, prompt]);
  if (prompt === "Count.") await count();
  else if (prompt === "What did I say?") tell({ type: "text", text: earlier.join("\n") || "Nothing yet." });
  else tell({ type: "text", text: prompt });
}

/** Goes on until it is interrupted. */
async function count() {
  for (let number = 1; ; number += 1) {
    tell({ type: "text", text: `${number} ` });
    await setTimeout(200);
  }
}

function tell(message) {
  console.log(JSON.stringify(message));
}

/** What was said in a conversation; undefined where it is not known. */
async function recall(id) {
  if (!/^[0-9a-f-]{36}$/.test(id)) return undefined;
  const file = await readFile(join(CONVERSATIONS, `${id}.json`), "utf8").catch(() => undefined);
  return file === undefined ? undefined : JSON.parse(file);
}

async function remember(id, prompts) {
  await mkdir(CONVERSATIONS, { recursive: true });
  await writeFile(join(CONVERSATIONS, `${id}.json`), JSON.stringify(prompts));
}
