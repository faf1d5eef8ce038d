import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { type ModelApi, startModelApi } from "./server.ts";

test("A streamed answer has the chunks of Gemini's API, with thoughts marked and the usage at its end.", async () => {
  await using api = await startModelApi();
  const chunks = readChunks(await (await ask(api, [user("[[think hm]] [[words 2]]")])).text());
  expect(chunks.map(partsOf)).toEqual([
    [{ text: "**Thinking**\nhm", thought: true }],
    [{ text: "word0 " }],
    [{ text: "word1 " }],
    [{ text: "" }],
  ]);
  expect(chunks.at(-1)).toMatchObject({
    candidates: [{ finishReason: "STOP" }],
    usageMetadata: { candidatesTokenCount: 3 },
  });
});

test("An answer that is not streamed comes as one object.", async () => {
  await using api = await startModelApi();
  const response = await ask(api, [user("[[say hello]]")], { method: "generateContent" });
  expect(await response.json()).toMatchObject({
    candidates: [{ content: { role: "model", parts: [{ text: "hello" }] }, finishReason: "STOP" }],
  });
});

test("A call in JSON mode gets JSON, and is no part of what the model was asked.", async () => {
  await using api = await startModelApi();
  const generationConfig = { responseMimeType: "application/json" };
  const response = await ask(api, [user("[[hang]]")], {
    method: "generateContent",
    more: { generationConfig },
  });
  const [part] = partsOf(Chunk.parse(await response.json()));
  expect(JSON.parse(part?.text ?? "")).toMatchObject({ complexity_score: 1 });
  expect(api.requests).toEqual([]);
});

test("Tokens are counted.", async () => {
  await using api = await startModelApi();
  const response = await ask(api, [user("hello")], { method: "countTokens" });
  expect(await response.json()).toEqual({ totalTokens: expect.any(Number) });
});

test("Tools are called by Gemini's names, one after the other, each with the report of the one before.", async () => {
  await using api = await startModelApi();
  const prompt = user("[[bash one]] [[edit a.txt x => y]] [[say done]]");
  const first = await calls(api, [prompt]);
  expect(first).toEqual([
    { name: "run_shell_command", args: { command: "one", description: "Run a test command" } },
  ]);
  const output = "<untrusted_context>\nOutput: made\nProcess Group PGID: 12\n</untrusted_context>";
  const conversation = [prompt, modelCall("run_shell_command"), toolResult({ output })];
  const second = readChunks(await (await ask(api, conversation)).text());
  expect(textOf(second)).toBe("tool said: made\nLet me use a tool. ");
  expect(second.flatMap(partsOf).at(-2)?.functionCall).toEqual({
    name: "replace",
    args: { file_path: "a.txt", old_string: "x", new_string: "y", instruction: "Make a test edit" },
  });
  const refused = [...conversation, modelCall("replace"), toolResult({ error: "No." })];
  expect(textOf(readChunks(await (await ask(api, refused)).text()))).toBe("tool was refused: No.\ndone");
});

test("Two tools can be called at once, and any tool by its own name.", async () => {
  await using api = await startModelApi();
  const prompt = 'both [[parallel]] [[tool read_file {"file_path":"a"}]] [[write b.txt two]]';
  expect(await calls(api, [user(prompt)])).toEqual([
    { name: "read_file", args: { file_path: "a" } },
    { name: "write_file", args: { file_path: "b.txt", content: "two" } },
  ]);
});

test("Earlier prompts are listed on request, without the context that the CLI writes before them.", async () => {
  await using api = await startModelApi();
  const context = { text: "<session_context>\n[[words 9]]\n</session_context>" };
  const conversation = [
    { role: "user", parts: [context, { text: "red" }] },
    { role: "model", parts: [{ text: "ok" }] },
    user("[[remember]]"),
  ];
  const response = await ask(api, conversation);
  expect(textOf(readChunks(await response.text()))).toBe('I remember: ["red"]');
  expect(api.requests).toMatchObject([
    { api: "gemini", model: "m", turn: 2, prompt: "[[remember]]", system: "Be brief.", outcome: "complete" },
  ]);
});

test("An error is told in Gemini's words, and can stop after some attempts.", async () => {
  await using api = await startModelApi();
  const prompt = [user("[[error 429 x1]] [[say better]]")];
  const first = await ask(api, prompt);
  expect(first.status).toBe(429);
  expect(await first.json()).toMatchObject({ error: { code: 429, status: "RESOURCE_EXHAUSTED" } });
  expect(textOf(readChunks(await (await ask(api, prompt)).text()))).toBe("better");
});

test("A hanging answer can be awaited, and goes on when it is released.", async () => {
  await using api = await startModelApi();
  const response = await ask(api, [user("[[hang]] [[say after]]")]);
  await api.untilHolding(1);
  api.release();
  expect(textOf(readChunks(await response.text()))).toBe("word0 after");
});

test("A dropped answer breaks off behind its first word.", async () => {
  await using api = await startModelApi();
  const response = await ask(api, [user("[[drop]] [[say never]]")]);
  await expect(response.text()).rejects.toThrow("terminated");
  await api.requests[0]?.ended;
  expect(api.requests[0]?.outcome).toBe("aborted");
});

test("A body that is no request is refused, and so is a method that nobody knows.", async () => {
  await using api = await startModelApi();
  const wrong = await fetch(`${api.url}/v1beta/models/m:generateContent`, { method: "POST", body: "{" });
  expect([wrong.status, await wrong.json()]).toMatchObject([400, { error: { status: "INVALID_ARGUMENT" } }]);
  expect((await ask(api, [], { method: "embedContent" })).status).toBe(404);
});

test("The variables for a gemini come with the settings that it needs in its home.", async () => {
  await using api = await startModelApi();
  await using home = await mkdtempDisposable(join(tmpdir(), "gemini-home-"));
  const env = await api.geminiEnv(home.path);
  expect(env).toMatchObject({ GOOGLE_GEMINI_BASE_URL: api.url, HOME: home.path, NO_BROWSER: "1" });
  const settings: unknown = JSON.parse(await readFile(join(home.path, ".gemini", "settings.json"), "utf8"));
  expect(settings).toMatchObject({ security: { auth: { selectedType: "gemini-api-key" } } });
});

type Options = { method?: string; more?: object };

function ask(api: ModelApi, contents: object[], options: Options = {}): Promise<Response> {
  const method = options.method ?? "streamGenerateContent?alt=sse";
  const functionDeclarations = ["run_shell_command", "write_file", "replace", "read_file"].map((name) => ({
    name,
  }));
  return fetch(`${api.url}/v1beta/models/m:${method}`, {
    method: "POST",
    body: JSON.stringify({
      contents,
      systemInstruction: { role: "user", parts: [{ text: "Be brief." }] },
      tools: [{ functionDeclarations }],
      ...options.more,
    }),
  });
}

async function calls(api: ModelApi, contents: object[]): Promise<unknown[]> {
  const parts = readChunks(await (await ask(api, contents)).text()).flatMap(partsOf);
  return parts.flatMap(({ functionCall }) => (functionCall === undefined ? [] : [functionCall]));
}

function user(text: string): object {
  return { role: "user", parts: [{ text }] };
}

function modelCall(name: string): object {
  return { role: "model", parts: [{ functionCall: { name, args: {} } }] };
}

function toolResult(response: object): object {
  return { role: "user", parts: [{ functionResponse: { id: "t", name: "any", response } }] };
}

const Part = z.looseObject({ text: z.string().optional(), functionCall: z.unknown().optional() });
const Chunk = z.looseObject({
  candidates: z.array(z.looseObject({ content: z.object({ parts: z.array(Part) }) })).length(1),
});
type Chunk = z.infer<typeof Chunk>;

function readChunks(body: string): Chunk[] {
  return [...body.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => Chunk.parse(JSON.parse(data)));
}

function partsOf(chunk: Chunk): z.infer<typeof Part>[] {
  return chunk.candidates.flatMap(({ content }) => content.parts);
}

function textOf(chunks: Chunk[]): string {
  return chunks
    .flatMap(partsOf)
    .map(({ text }) => text ?? "")
    .join("");
}
