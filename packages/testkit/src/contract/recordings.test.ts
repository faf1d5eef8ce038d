import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { writeTranscript } from "../transcript/format.ts";
import { describeBackend } from "./describe-backend.ts";
import { backendOf, RECORDING } from "./toy-backend.testkit.ts";

// A backend whose program is not here is proved by what was recorded elsewhere.
const folder = await mkdtemp(join(tmpdir(), "recordings-"));
const path = join(folder, "toy.jsonl");
beforeAll(() => writeTranscript(path, RECORDING));
afterAll(() => rm(folder, { recursive: true }));

describeBackend(backendOf(), { recordings: [path] });
