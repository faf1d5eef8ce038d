import { readdir, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { BackendId, BlobId, PersonaId, type Provenance } from "@switchyard/core/protocol";
import { expect, it } from "vitest";
import type { Log, NewChunk } from "./log.ts";
import {
  newSession,
  requested,
  resolved,
  said,
  testLog,
  turnEnded,
  turnStarted,
  userSaid,
} from "./test-log.ts";

it("A JSONL export holds the session and every chunk as it is stored, long texts whole", async () => {
  await using test = await testLog();
  const session = newSession(test.log, { title: "Ship it: «Größe» / now?", provenance });
  const long = "é line\n".repeat(200_000);
  const chunks = test.log.append(session, [turnStarted, said("short"), said(long, "long"), turnEnded], 1);
  test.log.flush();
  const { blobId, filename, bytes } = await test.log.exportSession(session, "jsonl");
  const text = readAll(test.log, blobId);
  const [head, ...lines] = text
    .trimEnd()
    .split("\n")
    .map((line): unknown => JSON.parse(line));
  expect(filename).toBe("ship-it-größe-now-2023-11-14.jsonl");
  expect(bytes).toBe(Buffer.byteLength(text));
  expect(head).toMatchObject({
    switchyard: 1,
    session: { sessionId: session, title: "Ship it: «Größe» / now?", provenance },
  });
  const { truncated: _, ...cut } = chunks[2] ?? {};
  expect(lines).toEqual([chunks[0], chunks[1], { ...cut, content: long }, chunks[3]]);
});

it("A Markdown export is the session as one reads it", async () => {
  await using test = await testLog();
  const session = newSession(test.log, { title: "Fix it", cwd: "/srv/app", createdAt: 1_700_000_000 });
  const request = requested(undefined, "t2");
  const blobId = BlobId.parse("11111111-1111-4111-8111-111111111111");
  const image = { blobId, mediaType: "image/png", bytes: 9 };
  const attached = { ...image, name: "a `b`.png" };
  const bodies: [turn: number, body: NewChunk][] = [
    [1, turnStarted],
    [1, { ...userSaid("Please *fix* it\n\n# now"), attachments: [attached] }],
    [1, { type: "agent_thought", content: "Hm.", messageKey: "th" }],
    [1, said("I look at ")],
    [1, said("it:\n\n```js\nopen();")],
    [1, call("t1", "npm test", { command: "npm test" })],
    [
      1,
      {
        type: "plan",
        content: "",
        entries: [
          { content: "look", status: "completed" },
          { content: "fix", status: "pending" },
        ],
      },
    ],
    [1, call("t2", "a.ts", { path: "a.ts" })],
    [1, request],
    [1, resolved(request.requestId)],
    [
      1,
      {
        ...end("t2", "written"),
        images: [image],
        diff: [{ path: "a.ts", oldText: "one\ntwo\nthree", newText: "one\n2\nthree" }],
      },
    ],
    [1, { ...turnEnd, usage: { inputTokens: 12, outputTokens: 3, costUsd: 0.01 } }],
    [0, { type: "notice", content: "The process ended.", level: "warning", code: "process_ended" }],
    [2, { type: "turn_started", content: "", by: "agent" }],
    [2, end("t1", "``` </details> not broken ````")],
    [2, { ...turnEnd, stopReason: "error", error: { code: "CLI_FAILED", message: "It broke." } }],
  ];
  for (const [turn, body] of bodies) test.log.append(session, [body], turn);
  test.log.flush();
  const exported = await test.log.exportSession(session, "markdown");
  expect(exported.filename).toBe("fix-it-2023-11-14.md");
  expect(readAll(test.log, exported.blobId)).toMatchInlineSnapshot(`
    "# Fix it

    - Started 2023-11-14 22:13:20 UTC
    - Folder \`/srv/app\`
    - Backend claude
    - Persona none
    - Usage 0 tokens in, 0 out

    ## Turn 1, 2023-11-14 22:13:20 UTC

    **User**

    > Please *fix* it
    >
    > # now

    Attached:

    - \`\` a \`b\`.png \`\`, image/png, 9 bytes

    <details>
    <summary>Thought</summary>

    > Hm.

    </details>

    I look at it:

    \`\`\`js
    open();
    \`\`\`

    <details>
    <summary>Bash: npm test (completed)</summary>

    Input

    \`\`\`json
    {
      "command": "npm test"
    }
    \`\`\`

    Output

    \`\`\`\`\`
    \`\`\` </details> not broken \`\`\`\`
    \`\`\`\`\`

    </details>

    **Plan**

    - [x] look
    - [ ] fix

    <details>
    <summary>Bash: a.ts (completed)</summary>

    Input

    \`\`\`json
    {
      "path": "a.ts"
    }
    \`\`\`

    \`a.ts\`

    \`\`\`diff
     one
    -two
    +2
     three
    \`\`\`

    Output

    \`\`\`
    written
    \`\`\`

    *Picture: image/png, 9 bytes.*

    </details>

    **Request** Run?: allow once, by the user

    <details>
    <summary>Asked for: Run?</summary>

    \`\`\`json
    {}
    \`\`\`

    </details>

    *Ended after 1.2 s, 12 tokens in, 3 out, $0.0100*

    > **Note (warning)** The process ended.

    ## Turn 2, 2023-11-14 22:13:20 UTC, begun by the agent

    *Ended: error after 1.2 s*

    > **CLI_FAILED** It broke.

    "
  `);
});

it("A Markdown export tells what the session was made of, as far as that is known", async () => {
  await using test = await testLog();
  const plain = { ...provenance, backend: { ...provenance.backend, plugin: null, cliVersion: null } };
  // It began with another model.
  const earlier = [{ plugin: null, cliVersion: "2.0", untilTurn: 3 }];
  const of = newSession(test.log, {
    provenance: { ...provenance, backend: { ...provenance.backend, earlier } },
    modelInUse: "sonnet",
  });
  const ofBuiltIn = newSession(test.log, { provenance: plain });
  test.log.flush();
  const headOf = async (session: typeof of): Promise<string[]> => {
    const { blobId } = await test.log.exportSession(session, "markdown");
    return readAll(test.log, blobId).split("\n").slice(4, 8);
  };
  expect(await headOf(of)).toEqual([
    "- Backend claude, version `` 2.1 `x` ``, by `@acme/backend 1.0.0`, hash `c0de`",
    "- Until turn 3, version `2.0`",
    "- Persona none, installed, from `@acme/personas 2.1.0`, hash `beef`",
    "- Model opus",
  ]);
  expect(await headOf(ofBuiltIn)).toContain("- Backend claude");
});

it("An export is kept beside the log, and gone when its session or the log is", async () => {
  await using test = await testLog();
  const folder = join(dirname(test.file), "exports");
  const [one, two] = [newSession(test.log), newSession(test.log)];
  test.log.flush();
  const [first, second] = [
    await test.log.exportSession(one, "jsonl"),
    await test.log.exportSession(two, "jsonl"),
  ];
  expect((await readdir(folder)).toSorted()).toEqual([first.blobId, second.blobId].toSorted());
  expect((await stat(join(folder, first.blobId))).mode & 0o777).toBe(0o600);
  test.log.deleteSession(one);
  expect(await readdir(folder)).toEqual([second.blobId]);
  expect(test.log.blobs.read(first.blobId, 0, 10)).toBeUndefined();
  await test.reopen();
  expect(await readdir(folder).catch(() => [])).toEqual([]);
  expect(test.log.blobs.read(second.blobId, 0, 10)).toBeUndefined();
});

it("A chunk that a fault of the disk has changed takes nothing else out of an export", async () => {
  await using test = await testLog();
  const session = newSession(test.log);
  test.log.append(session, [turnStarted, said("lost"), turnEnded], 1);
  test.log.flush();
  const db = new DatabaseSync(test.file);
  db.exec("UPDATE chunks SET json = '{broken' WHERE json LIKE '%lost%'");
  db.close();
  const { blobId } = await test.log.exportSession(session, "jsonl");
  const lines = readAll(test.log, blobId).trimEnd().split("\n");
  expect(lines.slice(1).map((line): unknown => JSON.parse(line))).toMatchObject([
    { seq: 1, type: "turn_started" },
    { seq: 2, type: "notice", code: "damaged" },
    { seq: 3, type: "turn_ended" },
  ]);
});

const provenance: Provenance = {
  persona: {
    id: PersonaId.parse("none"),
    layer: "installed",
    source: "@acme/personas",
    packVersion: "2.1.0",
    hash: "beef",
  },
  backend: {
    id: BackendId.parse("claude"),
    plugin: { name: "@acme/backend", version: "1.0.0", hash: "c0de" },
    cliVersion: "2.1\n`x`",
  },
  model: "opus",
};

const turnEnd = { type: "turn_ended", content: "", stopReason: "end_turn", durationMs: 1_234 } as const;

function call(toolCallId: string, title: string, input: unknown): NewChunk {
  return {
    type: "tool_call",
    content: title,
    toolCallId,
    name: "Bash",
    kind: "execute",
    status: "pending",
    title,
    input,
  };
}

function end(toolCallId: string, output: string): NewChunk & { type: "tool_call_update" } {
  return { type: "tool_call_update", content: output, toolCallId, status: "completed", output };
}

function readAll(log: Log, blobId: BlobId): string {
  const parts: string[] = [];
  for (let offset: number | undefined = 0; offset !== undefined;) {
    const part = log.blobs.read(blobId, offset, 100_000);
    if (part === undefined) throw new Error("The export is gone.");
    parts.push(part.content);
    offset = part.nextOffset;
  }
  return parts.join("");
}
