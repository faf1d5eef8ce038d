import type { ContentBlock } from "@agentclientprotocol/sdk/unstable";
import type { Turn } from "./turn.ts";

/** Says what came beside the message: "You attached a.png (image/png, 12 kB)." */
export async function tellAttached({ attached, stream }: Turn): Promise<void> {
  await stream(
    "agent_message_chunk",
    attached.map((block) => `${told(block)}\n`),
    0,
  );
}

function told(block: ContentBlock): string {
  switch (block.type) {
    case "image":
      return `You attached ${nameOf(block.uri) ?? "a picture"} (${block.mimeType}, ${size(ofBase64(block.data))}).`;
    case "resource": {
      const { uri, mimeType } = block.resource;
      const bytes =
        "text" in block.resource ? Buffer.byteLength(block.resource.text) : ofBase64(block.resource.blob);
      return `You attached ${nameOf(uri) ?? "a file"} (${mimeType ?? "of no type"}, ${size(bytes)}).`;
    }
    case "resource_link":
      return `You named ${block.name}.`;
    default:
      return `You attached something of the kind ${block.type}.`;
  }
}

function nameOf(uri: string | null | undefined): string | undefined {
  const name = (uri ?? "").split("/").at(-1);
  return name ? decodeURIComponent(name) : undefined;
}

function ofBase64(data: string): number {
  return Buffer.from(data, "base64").length;
}

function size(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${Math.round(bytes / 1000)} kB`;
}
