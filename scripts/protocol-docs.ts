import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
// oxlint-disable-next-line import/no-namespace -- the page holds every name that core exports
import * as protocol from "@switchyard/core/protocol";
import { format } from "oxfmt";
import { z } from "zod";
import { ROOT } from "./run.ts";
import { typeText } from "./schema-text.ts";
import type { Finding } from "./source-files.ts";

const PATH = "docs/protocol.md";

/** `docs/protocol.md` comes from core's tables; this tells when the two differ. */
export async function protocolDocsFindings(root: string): Promise<Finding[]> {
  if (readFileSync(join(root, PATH), "utf8") === (await protocolDocs())) return [];
  const message = "not what core's tables say: node scripts/protocol-docs.ts writes it anew.";
  return [{ path: PATH, line: 1, rule: "generated", message }];
}

/** The reference of the wire, in Markdown. */
export async function protocolDocs(): Promise<string> {
  const text = textOf();
  const page = [INTRODUCTION, methodsPart(text), eventsPart(text), typesPart(text), errorsPart()].join(
    "\n\n",
  );
  const formatted = await format(
    PATH,
    page,
    FormatOptions.parse(JSON.parse(readFileSync(join(ROOT, ".oxfmtrc.json"), "utf8"))),
  );
  return formatted.code;
}

const FormatOptions = z.object({ printWidth: z.number() });

const INTRODUCTION = `# The wire

<!-- Made by scripts/protocol-docs.ts of the tables in packages/core/src/protocol. Don't edit. -->

JSON-RPC 2.0 in text frames over one WebSocket, \`/rpc\`, with the subprotocol \`${protocol.SUBPROTOCOL}\`; protocol ${protocol.PROTOCOL_VERSION}.
A frame to the bridge has one message of at most ${mebibytes(protocol.MAX_FRAME_IN)}; one from the bridge has at most ${mebibytes(protocol.MAX_FRAME_OUT)} and may be a batch of notifications.
Clients ignore fields, types and events that they don't know. Words are those of the [glossary](glossary.md).`;

function mebibytes(bytes: number): string {
  return `${bytes / 1024 / 1024} MiB`;
}

/** The types of the wire by name, and of every method and event, as text. */
interface WireText {
  readonly types: ReadonlyMap<string, string>;
  readonly ofSchema: (schema: z.ZodType) => string;
}

function textOf(): WireText {
  const names = new Map<z.ZodType, string[]>();
  for (const [name, value] of Object.entries(protocol)) {
    if (value instanceof z.ZodType) names.set(value, [...(names.get(value) ?? []), name]);
  }
  // A schema under several names (the slugs) has no name of its own: it is written out.
  const named = [...names].flatMap(([schema, [name = "", ...others]]) =>
    others.length === 0 ? [{ schema, name }] : [],
  );
  const registry = z.registry<{ id: string }>();
  for (const { schema, name } of named) registry.add(schema, { id: name });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => id, io: "input" });
  return {
    types: new Map(named.map(({ name }) => [name, typeText(schemas[name] ?? true)])),
    ofSchema(schema) {
      const { properties } = z.toJSONSchema(z.object({ schema }), { metadata: registry, io: "input" });
      return typeText(properties?.["schema"] ?? true);
    },
  };
}

function methodsPart({ ofSchema }: WireText): string {
  const parts = Object.entries(protocol.methods).map(([name, { summary, params, result, errors }]) =>
    [
      `### \`${name}\``,
      summary,
      typescript([`type Params = ${ofSchema(params)};`, `type Result = ${ofSchema(result)};`]),
      errors.length === 0 ? "" : `Errors: ${errors.map((code) => `\`${code}\``).join(", ")}.`,
    ].join("\n\n"),
  );
  return ["## Methods", ...parts].join("\n\n");
}

function eventsPart({ ofSchema }: WireText): string {
  const parts = Object.entries(protocol.events).map(([name, { to, durable, params }]) =>
    [
      `### \`${name}\``,
      `To ${to === "all" ? "every client" : "those who subscribed to the session"}${durable ? "; stored, and sent again from the client's cursor on" : ""}.`,
      typescript([`type Params = ${ofSchema(params)};`]),
    ].join("\n\n"),
  );
  return ["## Events", ...parts].join("\n\n");
}

function typesPart({ types }: WireText): string {
  const lines = [...types]
    .filter(([name]) => !OWN_CHAPTER.has(name))
    .map(([name, text]) => `type ${name} = ${text};`);
  return ["## Types", typescript(lines)].join("\n\n");
}

const OWN_CHAPTER = new Set(["ErrorCode"]);

function errorsPart(): string {
  const { SERVER_ERROR, ...ofJsonRpc } = protocol.RpcCode;
  return [
    "## Errors",
    `Faults of JSON-RPC's own: ${Object.entries(ofJsonRpc)
      .map(([name, code]) => `\`${code}\` ${name.toLowerCase().replaceAll("_", " ")}`)
      .join(
        ", ",
      )}. Everything else is \`${SERVER_ERROR}\` with a message that says what to do and one of these as \`data.code\`:`,
    protocol.ErrorCode.options.map((code) => `\`${code}\``).join(" "),
  ].join("\n\n");
}

function typescript(lines: readonly string[]): string {
  return ["```ts", ...lines, "```"].join("\n");
}

if (import.meta.main) writeFileSync(join(ROOT, PATH), await protocolDocs());
