import type { Asked } from "../wire.ts";
import { readRequest } from "./request.ts";
import { anthropicWire } from "./wire.ts";

/** What a `POST` asks of the Messages API, or null where the path is none of its. @throws when the body is wrong */
export function askedOfAnthropic(pathname: string, body: unknown): Asked | null {
  if (pathname === "/v1/messages/count_tokens") {
    return { kind: "json", body: { input_tokens: Math.ceil(JSON.stringify(body).length / 4) } };
  }
  if (pathname !== "/v1/messages") return null;
  return { kind: "answer", wire: anthropicWire, conversation: readRequest(body) };
}
