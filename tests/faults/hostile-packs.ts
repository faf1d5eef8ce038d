import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { PackKind } from "@switchyard/core/protocol";
import { longName, tarball, tarEntry, type TarPart } from "./tar-writer.ts";

/** A pack that must be refused, and what the refusal must say. */
export interface HostilePack {
  readonly what: string;
  readonly says: string;
  /** @default "INVALID_PACK" */
  readonly code?: string;
  /** @default "personas" */
  readonly kind?: PackKind;
  /** Writes it; gives its path. */
  readonly write: (folder: string) => string;
}

const MANIFEST = `name: acme
version: 1.0.0
displayName: Acme
description: Personas
personas: [reviewer]
`;
const PERSONA = `---
id: reviewer
displayName: Reviewer
description: Reads changes
tasks: [chat]
---
`;
/** A pack that is taken, by itself. */
export const SOUND: Readonly<Record<string, string>> = {
  "pack.yaml": MANIFEST,
  "reviewer/persona.md": PERSONA,
  "reviewer/chat.md": "You review.\n",
};
const BACKEND = { name: "acme", version: "1.0.0", keywords: ["switchyard-backend"] };

const sound = Object.entries(SOUND).map(([name, content]) => ({ name: `package/${name}`, content }));

/** A sound pack with more in it, as an archive. */
export function archive(...more: readonly TarPart[]): (folder: string) => string {
  return bytes(() => tarball([...sound, ...more]));
}

function bytes(make: () => Buffer): (folder: string) => string {
  return (folder) => {
    const file = join(folder, "pack.tgz");
    writeFileSync(file, make());
    return file;
  };
}

/** A sound pack with other texts in it, as a folder. */
function folder(
  files: Readonly<Record<string, string | Buffer>>,
  more: (folder: string) => void = () => undefined,
): (folder: string) => string {
  return (place) => {
    for (const [path, content] of Object.entries({ ...SOUND, ...files })) {
      mkdirSync(join(place, path, ".."), { recursive: true });
      writeFileSync(join(place, path), content);
    }
    more(place);
    return place;
  };
}

function backend(more: object): HostilePack["write"] {
  return folder({ "package.json": JSON.stringify({ ...BACKEND, ...more }), "index.js": "" });
}

const names: readonly (readonly [string, string | Buffer, string])[] = [
  ["../", "package/../../evil.md", "package/../../evil.md leads out of the pack"],
  ["../ alone", "..", "leads out of the pack"],
  ["an absolute path", "/tmp/evil.md", "/tmp/evil.md is an absolute path"],
  ["a drive letter", "C:/evil.md", "C:/evil.md names a drive"],
  ["a drive letter alone", "c:evil.md", "c:evil.md names a drive"],
  ["a stream of a file", "package/a.md:evil", "package/a.md:evil has a colon"],
  ["a backslash", "package\\..\\evil.md", "has a backslash"],
  ["a NUL in a name", "package/a.md\0.exe", "package/a.md has a NUL in its name"],
  ["a terminal's code in a name", "package/\u001B[2J.md", "package/<U+001B>[2J.md has unseen characters"],
  ["a name that reads backwards", "package/\u202Edm.exe", "package/<U+202E>dm.exe has unseen characters"],
  ["a name that is no UTF-8", Buffer.from("package/\xFF.md", "latin1"), "has a name that is not UTF-8"],
  ["an empty part", "package//evil.md", "has a name that not every system takes"],
  ["a dot at the end", "package/evil.", "has a name that not every system takes"],
  ["a device of Windows", "package/Con.md", "has a name that not every system takes"],
  ["a device of Windows by another digit", "package/com¹.md", "has a name that not every system takes"],
  ["a letter that nobody sees", "package/a\u3164.md", "package/a<U+3164>.md has unseen characters"],
  ["a package", "package/node_modules/evil/index.md", "a pack of personas brings none"],
  ["no name", "", '"" is an entry without a name'],
  ["a wildcard", "package/*.md", "has a name that not every system takes"],
  ["letters in another case", "package/REVIEWER/chat.md", "is the same file as package/reviewer"],
  ["one name twice", "package/pack.yaml", "package/pack.yaml is there twice"],
  ["a file that is a folder", "package/reviewer", "package/reviewer is there twice"],
  ["a file outside its folder", "evil.md", "evil.md lies outside the pack's folder package/"],
];

const types: readonly (readonly [string, string, string])[] = [
  ["a symbolic link", "2", "is a symbolic link"],
  ["a hard link", "1", "is a hard link"],
  ["a long link", "K", "is a link"],
  ["a device of characters", "3", "is a device"],
  ["a device of blocks", "4", "is a device"],
  ["a pipe", "6", "is a pipe"],
  ["a sparse file", "S", "is neither a file nor a folder"],
  ["an entry of no known type", "Z", "is neither a file nor a folder"],
];

const texts: readonly (readonly [string, Readonly<Record<string, string | Buffer>>, string])[] = [
  ["a nested zip", { "reviewer/more.zip": "PK\u0003\u0004" }, "reviewer/more.zip is no text file"],
  [
    "a nested zip by another name",
    { "more.md": Buffer.from("PK\u0003\u0004\0\0") },
    "more.md is not UTF-8 text",
  ],
  ["a program", { "run.js": "" }, "run.js is no text file"],
  ["text that is no UTF-8", { "more.txt": Buffer.from([0x66, 0xff]) }, "more.txt is not UTF-8 text"],
  ["name: ..", { "pack.yaml": MANIFEST.replace("acme", '".."') }, "pack.yaml:1: "],
  ["name: ../../evil", { "pack.yaml": MANIFEST.replace("acme", '"../../evil"') }, "pack.yaml:1: "],
  [
    "a persona in another place",
    { "pack.yaml": MANIFEST.replace("[reviewer]", "[../../evil]") },
    "pack.yaml:5: ",
  ],
  [
    "front matter in JavaScript",
    { "reviewer/persona.md": PERSONA.replace("---", "---js") },
    "persona.md:1: ",
  ],
  ["a tag of YAML", { "pack.yaml": `${MANIFEST}license: !!js/function "f"\n` }, "pack.yaml:6: "],
  ["a bomb of YAML's aliases", { "pack.yaml": `${aliasBomb()}${MANIFEST}` }, "pack.yaml:"],
  ["keys of prototypes", { "pack.yaml": `${MANIFEST}__proto__: { license: MIT }\n` }, "pack.yaml:6: "],
  [
    "another name for npm",
    { "package.json": JSON.stringify({ ...BACKEND, name: "evil" }) },
    "package.json:1: ",
  ],
];

function aliasBomb(): string {
  const lines = Array.from("abcdefghi", (name, at, all = "abcdefghi") =>
    at === 0 ? "a: &a [x, x]" : `${name}: &${name} [${`*${all[at - 1]},`.repeat(9)}]`,
  );
  return `${lines.join("\n")}\n`;
}

export const HOSTILE: readonly HostilePack[] = [
  ...names.map(([what, name, says]) => ({ what, says, write: archive({ name, content: "evil" }) })),
  ...types.map(([what, type, says]) => ({
    what,
    says,
    write: archive({ name: "package/evil.md", type, link: "/etc/passwd" }),
  })),
  {
    what: "a NUL in a long name",
    says: "has a NUL in its name",
    write: archive(longName("package/a.md\0.exe"), { name: "package/b.md" }),
  },
  {
    what: "a NUL in the part before a name",
    says: "has a NUL in its name",
    write: archive({ name: "a.md", before: "package\0/../.." }),
  },
  {
    what: "a long name of nothing",
    says: "is damaged",
    write: archive(longName("package/a.md")),
  },
  {
    what: "files behind the end",
    says: "is damaged",
    write: bytes(() => Buffer.concat([tarball(sound), tarball([{ name: "package/a.md" }])])),
  },
  {
    what: "../ in a long name",
    says: "../../evil.md leads out of the pack",
    write: archive(longName("../../evil.md"), { name: "package/b.md" }),
  },
  {
    what: "../ in a long name of GNU",
    says: "../../evil.md leads out of the pack",
    write: archive({ name: "long", type: "L", content: "../../evil.md\0" }, { name: "package/b.md" }),
  },
  {
    what: "a name of 256 bytes",
    says: "has a name of more than 255 bytes",
    write: archive(longName(`package/${"ä".repeat(128)}`), { name: "package/b.md" }),
  },
  {
    what: "a path of 1,025 bytes",
    says: "is a path of more than 1024 bytes",
    write: archive(longName(`package/${"a/".repeat(508)}b`), { name: "package/b.md" }),
  },
  {
    what: "accents in another form",
    says: "is the same file as",
    write: archive({ name: "package/\u00E4.md" }, { name: "package/a\u0308.md" }),
  },
  {
    what: "100,000 files",
    says: "unpacks to more than",
    code: "TOO_LARGE",
    write: bytes(() =>
      gzipSync(Buffer.alloc(100_000 * 512, tarEntry({ name: "package/a.md" })), { level: 1 }),
    ),
  },
  {
    what: "2,001 files",
    says: "it has more than 2000 files",
    code: "TOO_LARGE",
    write: archive(
      ...Array.from({ length: 2_001 }, (_, at) => ({ name: `package/${at}.md`, content: `${at}` })),
    ),
  },
  {
    what: "a bomb",
    says: "it unpacks to more than 1024 KiB",
    code: "TOO_LARGE",
    write: bytes(() => gzipSync(Buffer.alloc(3 * 1024 * 1024))),
  },
  {
    what: "an archive of 17 MiB",
    says: "the archive is no file of at most 16 MiB",
    code: "TOO_LARGE",
    write: bytes(() => randomBytes(17 * 1024 * 1024)),
  },
  {
    what: "a file that says it is longer than its archive",
    says: "damaged or cut off",
    write: archive({ name: "package/a.md", content: "evil", size: 100_000 }),
  },
  {
    what: "an archive that is cut off",
    says: "is damaged",
    write: bytes(() => tarball(sound).subarray(0, 200)),
  },
  { what: "no archive", says: "is damaged, or is no .tgz", write: bytes(() => Buffer.from("evil")) },
  { what: "an archive in an archive", says: "is damaged", write: bytes(() => gzipSync(tarball(sound))) },
  { what: "an empty archive", says: "has no files", write: bytes(() => tarball([])) },
  ...texts.flatMap(([what, files, says]) => [
    { what: `${what}, in a folder`, says, write: folder(files) },
    {
      what: `${what}, in an archive`,
      says,
      write: bytes(() =>
        tarball(
          Object.entries({ ...SOUND, ...files }).map(([name, content]) => ({
            name: `package/${name}`,
            content,
          })),
        ),
      ),
    },
  ]),
  {
    what: "a symbolic link in a folder",
    says: "reviewer/more.md is a symbolic link",
    write: folder({}, (place) => symlinkSync("/etc/passwd", join(place, "reviewer", "more.md"))),
  },
  {
    what: "a linked folder",
    says: "more is a symbolic link",
    write: folder({}, (place) => symlinkSync("/etc", join(place, "more"))),
  },
  {
    what: "a linked file where there is no manifest",
    says: "evil.md is a symbolic link",
    write: (place) => {
      symlinkSync("/etc/passwd", join(place, "evil.md"));
      return place;
    },
  },
  {
    what: "a pipe in a folder",
    says: "pipe.md is neither a file nor a folder",
    write: folder({}, (place) => void execFileSync("mkfifo", [join(place, "pipe.md")])),
  },
  {
    what: "letters in another case in a folder",
    says: "is the same file as",
    write: folder({ "Reviewer/chat.md": "evil" }),
  },
  {
    what: "a large file in a folder",
    says: "persona.md",
    write: folder({ "reviewer/persona.md": PERSONA + "x".repeat(300_000) }),
  },
  { what: "nothing of a pack", says: "There is neither a pack.yaml nor Markdown", write: (place) => place },
  {
    what: "a backend without its keyword",
    kind: "backend",
    says: "keywords",
    write: backend({ keywords: [] }),
  },
  {
    what: "a backend with a module that is of no package",
    kind: "backend",
    says: "node_modules/evil.js lies in node_modules, and is of no package",
    write: bytes(() =>
      tarball([
        { name: "package.json", content: JSON.stringify(BACKEND) },
        { name: "index.js", content: 'import "./node_modules/evil.js"' },
        { name: "node_modules/evil.js" },
      ]),
    ),
  },
  {
    what: "a backend of a module outside",
    kind: "backend",
    says: "exports",
    write: backend({ exports: "../x.js" }),
  },
  {
    what: "a backend of another time",
    kind: "backend",
    says: "peerDependencies.@switchyard/core: needs ^99.0.0",
    write: backend({ peerDependencies: { "@switchyard/core": "^99.0.0" } }),
  },
  {
    what: "a backend that needs a folder of yours",
    kind: "backend",
    says: "dependencies.evil",
    write: backend({ dependencies: { evil: "file:../.." } }),
  },
  {
    what: "a backend without a package",
    kind: "backend",
    says: "There is no package.json",
    write: folder({}),
  },
];
