/** A small project, and what the stand-in for the model answers to four prompts about it. */
export const files: Record<string, string> = {
  "src/webhooks/deliver.ts": `import type { DeliveryJob, Deps } from "./types";
import { sign } from "./sign";

export async function deliver(job: DeliveryJob, deps: Deps) {
  const res = await deps.post(job.endpoint, sign(job));
  if (!res.ok) return { kind: "dropped" };
  return { kind: "delivered" };
}
`,
  "src/webhooks/sign.ts":
    'export const sign = (job) => ({ ...job, headers: { "X-Parcel-Signature": "…" } });\n',
};

export const prompts = {
  retry: "Webhook deliveries that fail are dropped. Retry them.",
  backOff:
    "Back off with jitter and give up after 24 hours. Keep the X-Parcel-Signature header exactly as it is.",
  guide: "Write the guide for people who move from v1 to v2.",
  flaky: "carrier-timeout.test.ts fails once in twenty runs. Why?",
  rotate: "Rotate the signing secret without dropping a delivery.",
};

const edit = {
  file_path: "src/webhooks/deliver.ts",
  old_string: `  const res = await deps.post(job.endpoint, sign(job));
  if (!res.ok) return { kind: "dropped" };
  return { kind: "delivered" };`,
  new_string: `  const res = await deps.post(job.endpoint, sign(job)).catch(asFailure);
  await deps.attempts.record(job.id, job.attempt, res.status);
  if (res.ok) return { kind: "delivered" };
  const runAt = nextAttempt(job, deps.now(), deps.random());
  if (runAt === null) return { kind: "expired" };
  await deps.queue.push({ ...job, attempt: job.attempt + 1 }, { runAt });
  return { kind: "queued", runAt };`,
};

const read = (path: string): string => `[[tool Read ${JSON.stringify({ file_path: path })}]]`;

export const answers: ReadonlyMap<string, string> = new Map([
  [
    prompts.retry,
    `[[say I’ll look at how a delivery is sent today.]] ${read("src/webhooks/deliver.ts")} ${read("src/webhooks/sign.ts")} [[say The sender makes **one attempt** and drops anything that isn’t a 2xx. Two things are open: how long to keep trying, and whether each retry may be signed anew.]]`,
  ],
  [
    prompts.backOff,
    `[[think The schedule can be a pure function of the attempt and a random number.]] [[say I moved the schedule into a pure function, so it’s tested without a clock, and each attempt is now recorded before the next one is queued.]] ${read("src/webhooks/deliver.ts")} [[tool Edit ${JSON.stringify(edit)}]] [[say Unit tests don’t touch the database. The integration tests need the \`delivery_attempts\` table, so its migration has to run first.]] [[tool Bash ${JSON.stringify({ command: "npm run db:migrate -- --env dev", description: "Run the dev migration" })}]]`,
  ],
  [prompts.guide, "[[markdown]]"],
  [
    prompts.flaky,
    "[[say The test waits 50 ms of wall clock for a timer of 50 ms. Under load the timer fires late. It should wait for the carrier’s `timeout` event instead.]]",
  ],
  [
    prompts.rotate,
    `[[say Both secrets are accepted from now on; I’m adding the new one to the keyring.]] [[hang]]`,
  ],
]);
