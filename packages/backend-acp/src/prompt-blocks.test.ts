import { expect, test } from "vitest";
import { promptBlocks } from "./prompt-blocks.ts";
import { INITIALIZED, SESSION, Talk } from "./talk.testkit.ts";

const ATTACHMENTS = [
  { name: "a.png", mediaType: "image/png", data: "AAAA" },
  { name: "notes 1.txt", mediaType: "text/plain", data: "TGluZSAxCg==" },
  { name: "a.pdf", mediaType: "application/pdf", data: "JVBERgA=" },
  { name: "main.ts", path: "src/the main.ts" },
];
const LINK = { type: "resource_link", name: "main.ts", uri: "file:///project/src/the%20main.ts" };

test("an agent gets a file as it says that it takes it, behind the text", () => {
  const talk = withPrompt({ image: true, embeddedContext: true });
  expect(talk.last("session/prompt")).toEqual({
    sessionId: SESSION,
    prompt: [
      { type: "text", text: "/review" },
      { type: "image", mimeType: "image/png", data: "AAAA", uri: "attachment:///a.png" },
      {
        type: "resource",
        resource: { uri: "attachment:///notes%201.txt", mimeType: "text/plain", text: "Line 1\n" },
      },
      {
        type: "resource",
        resource: { uri: "attachment:///a.pdf", mimeType: "application/pdf", blob: "JVBERgA=" },
      },
      LINK,
    ],
  });
  expect(talk.of("abilities")[0]?.capabilities).toMatchObject({ images: true, files: ["*"] });
});

test("one that takes no files reads texts in the message, and links", () => {
  const talk = withPrompt({});
  expect(talk.last("session/prompt")).toMatchObject({
    prompt: [
      { type: "text", text: "/review" },
      { type: "text", text: '[The file "a.png" (image/png) could not be read as text.]' },
      { type: "text", text: '<file name="notes 1.txt">\nLine 1\n\n</file>' },
      { type: "text", text: '[The file "a.pdf" (application/pdf) could not be read as text.]' },
      LINK,
    ],
  });
  expect(talk.of("abilities")[0]?.capabilities).toMatchObject({ images: false });
});

test("to one that writes files behind the text a picture goes as a file, and with a command none does", () => {
  const abilities = { image: true, embeddedContext: true };
  const way = { abilities, cwd: "/project", gluesFiles: true };
  const picture = { uri: "attachment:///a.png", mimeType: "image/png", blob: "AAAA" };
  expect(promptBlocks("Look.", ATTACHMENTS.slice(0, 2), way)).toMatchObject([
    { type: "text" },
    { type: "resource", resource: picture },
    { type: "resource" },
  ]);
  const types = promptBlocks("/review", ATTACHMENTS, way).map((block) => ("type" in block ? block.type : ""));
  expect(types).toEqual(["text", "image", "text", "resource", "resource_link"]);
});

test("a picture may come without a word", () => {
  const talk = new Talk().send({
    type: "prompt",
    text: "",
    messageId: "m",
    attachments: ATTACHMENTS.slice(0, 1),
  });
  talk.answer("initialize", { ...INITIALIZED, agentCapabilities: { promptCapabilities: { image: true } } });
  talk.answer("session/new", { sessionId: SESSION });
  expect(talk.last("session/prompt")).toMatchObject({ prompt: [{ type: "image" }] });
});

function withPrompt(promptCapabilities: object): Talk {
  const prompt = { type: "prompt", text: "/review", messageId: "m", attachments: ATTACHMENTS } as const;
  const talk = new Talk().send(prompt);
  talk.answer("initialize", { ...INITIALIZED, agentCapabilities: { promptCapabilities } });
  return talk.answer("session/new", { sessionId: SESSION });
}
