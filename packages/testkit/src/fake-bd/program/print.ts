import type { FakeBdSwitches } from "../switches.ts";
import { goJson, type Answer, type Refusal, sorted } from "./answer.ts";
import type { Profile } from "./profile.ts";

/** How an answer is to be printed. */
export interface Output {
  readonly isJson: boolean;
  readonly profile: Profile;
  readonly switches: FakeBdSwitches;
}

/** Prints it. Resolves to the exit code. */
export async function print(answer: Answer, output: Output): Promise<number> {
  for (const line of answer.says ?? []) await write(process.stderr, `${line}\n`);
  await writeOut(printed(answer, output), output);
  return answer.code ?? 0;
}

/** Prints why not, in the shape that it has. Resolves to the exit code. */
export async function refuse(refusal: Refusal, output: Output): Promise<number> {
  const { isJson, profile } = output;
  for (const line of refusal.says) await write(process.stderr, `${line}\n`);
  if (refusal.shape === "respectful" && isJson) {
    await writeOut(jsonText({ error: refusal.message }, output), output);
  } else if (refusal.shape === "fatal" && isJson && profile.atLeast("0.60.0")) {
    await write(process.stderr, jsonText({ error: refusal.message }, output));
  } else {
    await write(process.stderr, `${refusal.shape === "plain" ? "" : "Error: "}${refusal.message}\n`);
  }
  return 1;
}

export function write(stream: NodeJS.WriteStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => stream.write(text, () => resolve()));
}

function printed(answer: Answer, output: Output): string {
  if (answer.raw !== undefined) return answer.raw;
  return output.isJson ? jsonText(answer.json, output) : (answer.text ?? "");
}

/** An object gets the number of its schema from 1.0.3 on, and either may come in an envelope. */
function jsonText(value: unknown, { profile, switches }: Output): string {
  const isNew = profile.atLeast("1.0.3");
  if (isNew && (process.env["BD_JSON_ENVELOPE"] === "1" || switches.envelope === true)) {
    return `${goJson({ data: value, schema_version: 1 })}\n`;
  }
  if (!isNew || Array.isArray(value) || typeof value !== "object" || value === null)
    return `${goJson(value)}\n`;
  return `${goJson(sorted({ ...value, schema_version: 1 }))}\n`;
}

async function writeOut(text: string, { switches }: Output): Promise<void> {
  const wanted = switches.garbage ?? text;
  const bytes = Buffer.from(wanted);
  await write(process.stdout, switches.partial === undefined ? bytes : bytes.subarray(0, switches.partial));
}
