import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Attachment, BlobId, type Capabilities, MAX_ATTACHMENT } from "@switchyard/core/protocol";
import { v4 as uuid } from "uuid";
import { expect, it, test } from "vitest";
import { newSession, testLog } from "../log/test-log.ts";
import { makeExpiry } from "./expiry.ts";
import { fileName } from "./file-name.ts";
import { needAttachments, refuseUntaken } from "./may-go.ts";
import { mediaTypeOf } from "./media-type.ts";
import { mentionsIn } from "./mentions.ts";
import { promptFiles } from "./prompt-files.ts";
import { takeFile } from "./take-file.ts";

const PNG = Buffer.from("89504e470d0a1a0a0000", "hex");
const base64 = (content: string | Buffer): string => Buffer.from(content).toString("base64");

it.each([
  ["a.png", "a.png"],
  ["../../etc/passwd", "passwd"],
  ["C:\\users\\me\\shot.png", "shot.png"],
  ["..", "file"],
  ["\u202Egnp.exe", "gnp.exe"],
  ["a\u0000b\nc\u2028d\u200B\u00AD\u{E0041}.txt", "abcd.txt"],
  ["\u3164", "file"],
  [`${"x".repeat(300)}.png`, `${"x".repeat(116)}.png`],
  ["", "file"],
])("the name %j is kept as %j", (given, kept) => {
  expect(fileName(given)).toBe(kept);
});

it.each([
  [PNG, "text/plain", "image/png"],
  [Buffer.from("ffd8ffe0", "hex"), "", "image/jpeg"],
  [Buffer.from("RIFF\0\0\0\0WEBPVP8 "), "application/x", "image/webp"],
  [Buffer.from("%PDF-1.7"), "text/plain", "application/pdf"],
  [Buffer.from("const a = 1;"), "video/mp2t", "text/plain"],
  [Buffer.from("# é"), "text/markdown; charset=utf-8", "text/markdown"],
  [Buffer.from("{}"), "application/json", "application/json"],
  [Buffer.from("<svg/>"), "image/svg+xml", "text/plain"],
  [Buffer.from([1, 0, 2]), "text/plain", "application/octet-stream"],
  [Buffer.from([1, 0, 2]), "image/png", "application/octet-stream"],
  [Buffer.from([1, 0, 2]), "image/heic", "image/heic"],
  [Buffer.from([0xff, 0xfe]), "what ever\n", "application/octet-stream"],
])("%j, said to be %j, is %s", (content, given, known) => {
  expect(mediaTypeOf(content, given)).toBe(known);
});

test("a file is taken up to 5 MB, and only so many that no message names", async () => {
  await using test = await testLog();
  const add = (bytes: number) =>
    takeFile(test.log, { name: "x.bin", mediaType: "", data: base64(Buffer.alloc(bytes, 0)) });
  expect(add(MAX_ATTACHMENT)).toMatchObject({ name: "x.bin", bytes: MAX_ATTACHMENT });
  expect(() => add(MAX_ATTACHMENT + 1)).toThrow(/x\.bin has 5\.1 MB.*name it with @/);
  expect(() => add(0)).toThrow("empty");
  for (let count = 1; count < 40; count += 1) add(MAX_ATTACHMENT);
  expect(() => add(1)).toThrow(/More than 200 MB .* wait for a message/);
});

test("an attachment goes with one session, is nobody's again when its message is withdrawn, and is dropped after a day", async () => {
  await using test = await testLog();
  const [mine, other] = [newSession(test.log), newSession(test.log)];
  const take = (name: string): Attachment => takeFile(test.log, { name, mediaType: "", data: base64(name) });
  const [queued, sent, left] = [take("queued"), take("sent"), take("left")];
  test.log.attachments.claim([queued, sent], mine);
  test.log.attachments.keep([sent], mine);

  for (const isStored of [false, true]) {
    const log = isStored ? await test.reopen() : test.log;
    expect(needAttachments(log, [queued.blobId, sent.blobId, sent.blobId, left.blobId], mine)).toEqual([
      queued,
      sent,
      left,
    ]);
    expect(() => needAttachments(log, [queued.blobId], other)).toThrow("another session");
    expect(() => needAttachments(log, [queued.blobId], null)).toThrow("another session");
    expect(() => needAttachments(log, [BlobId.parse(uuid())], mine)).toThrow("is not there");
    expect(log.attachments.data(sent.blobId)).toBe(base64("sent"));
  }

  const { log } = test;
  log.attachments.release([queued, sent]);
  expect(needAttachments(log, [queued.blobId], other)).toEqual([queued]);
  expect(() => needAttachments(log, [sent.blobId], other)).toThrow("another session");
  expect(log.attachments.unclaimedBytes()).toBe("queued".length + "left".length);
  const day = 24 * 3_600_000;
  const expire = (now: number): void => {
    const expiry = makeExpiry(log, () => now);
    expiry.look();
    expiry.close();
  };
  expire(1_700_000_000_000 + day);
  expect(needAttachments(log, [left.blobId], other)).toEqual([left]);
  expire(1_700_000_000_000 + day + 1);
  expect(() => needAttachments(log, [left.blobId], other)).toThrow("is not there");
  await expect.poll(() => log.attachments.data(left.blobId), { timeout: 10_000 }).toBeUndefined();
  expect(log.attachments.data(sent.blobId)).toBe(base64("sent"));
});

test("a deleted session takes its attachments with it, those that still waited too", async () => {
  await using test = await testLog();
  const session = newSession(test.log);
  const take = (name: string): Attachment => takeFile(test.log, { name, mediaType: "", data: base64(name) });
  const [queued, sent, free] = [take("queued"), take("sent"), take("free")];
  test.log.attachments.claim([queued, sent], session);
  test.log.attachments.keep([sent], session);
  test.log.flush();
  test.log.deleteSession(session);
  const left = (): unknown[] => [queued, sent].map(({ blobId }) => test.log.attachments.data(blobId));
  await expect.poll(left, { timeout: 10_000 }).toEqual([undefined, undefined]);
  expect(test.log.attachments.data(free.blobId)).toBe(base64("free"));
});

test("what a backend doesn't take is refused by name and type, text never", () => {
  const files = { images: true, files: ["application/pdf", "audio/*"] };
  const named = (mediaType: string): Attachment => ({
    blobId: BlobId.parse(uuid()),
    name: "a file",
    mediaType,
    bytes: 1,
  });
  const goes = (capabilities: Pick<Capabilities, "images" | "files">, mediaType: string) => (): void =>
    refuseUntaken({ displayName: "Puppet", capabilities }, [named(mediaType)]);
  for (const taken of ["image/png", "text/x-c", "application/json", "application/pdf", "audio/ogg"])
    expect(goes(files, taken)).not.toThrow();
  expect(goes(files, "application/zip")).toThrow(
    "Puppet does not take files of the type application/zip: a file",
  );
  expect(goes({ ...files, images: false, files: [] }, "image/png")).toThrow(
    "Puppet does not take pictures: a file",
  );
  expect(goes({ ...files, files: ["*"] }, "application/zip")).not.toThrow();
});

test("files that a message names go along, and none from outside of the folder", async () => {
  await using place = await folder();
  const { root } = place;
  const outside = join(root, "..", "secret.txt");
  await writeFile(outside, "secret");
  await mkdir(join(root, "src"));
  await writeFile(join(root, "src/a.ts"), "a");
  await writeFile(join(root, "with blank.md"), "b");
  await writeFile(join(root, "pic.png"), PNG);
  await writeFile(join(root, "no.png"), "text");
  await symlink(outside, join(root, "link.txt"));
  await symlink("src/a.ts", join(root, "inside.ts"));
  const paths = async (text: string, most = 20) =>
    (await mentionsIn(text, root, most)).map(({ path }) => path);

  expect(await paths('see @src/a.ts, (@"with blank.md") and @pic.png.')).toEqual([
    "src/a.ts",
    "with blank.md",
    "pic.png",
  ]);
  expect(await paths("@src/a.ts @./src/a.ts @inside.ts @src")).toEqual(["src/a.ts"]);
  expect(await paths(`@../secret.txt @${outside} @link.txt @src/../../secret.txt me@src/a.ts`)).toEqual([]);
  expect(await paths("@src/a.ts @pic.png", 1)).toEqual(["src/a.ts"]);

  await using test = await testLog();
  const added = takeFile(test.log, { name: "n.txt", mediaType: "text/plain", data: base64("n") });
  const words = { text: "@pic.png @no.png", attachments: [added] };
  const files = (takesImages: boolean) => promptFiles({ log: test.log, takesImages }, words, root);
  const attached = { name: "n.txt", mediaType: "text/plain", data: base64("n") };
  expect(await files(true)).toEqual([
    attached,
    { name: "pic.png", mediaType: "image/png", data: base64(PNG), path: "pic.png" },
    { name: "no.png", path: "no.png" },
  ]);
  expect(await files(false)).toEqual([
    attached,
    { name: "pic.png", path: "pic.png" },
    { name: "no.png", path: "no.png" },
  ]);
});

async function folder(): Promise<AsyncDisposable & { readonly root: string }> {
  const outer = await realpath(await mkdtemp(join(tmpdir(), "switchyard-mentions-")));
  const root = join(outer, "project");
  await mkdir(root);
  return { root, [Symbol.asyncDispose]: () => rm(outer, { recursive: true }) };
}
