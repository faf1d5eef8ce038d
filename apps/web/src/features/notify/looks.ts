import { onCleanup } from "solid-js";
import { v7 as newId } from "uuid";
import { z } from "zod";
import type { Look } from "./notify-model.ts";

const Message = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("look"),
    look: z.object({ tabId: z.string(), isVisible: z.boolean(), path: z.string() }),
  }),
  z.object({ type: z.literal("who") }),
  z.object({ type: z.literal("gone"), tabId: z.string() }),
]);
type Message = z.infer<typeof Message>;

/** A tab that died did not say so: what it showed counts for this long, in ms. */
const KEPT_MS = 45_000;
const AGAIN_MS = 20_000;

/** What every tab of this browser shows, this one first; each tells it when it changes. */
export function createLooks(path: () => string) {
  const tabId = newId();
  const others = new Map<string, { look: Look; at: number }>();
  const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("switchyard.looks");
  const own = (): Look => ({ tabId, isVisible: document.visibilityState === "visible", path: path() });
  const send = (message: Message) => channel?.postMessage(message);
  const tell = () => send({ type: "look", look: own() });
  const leave = () => send({ type: "gone", tabId });

  if (channel !== null) {
    channel.addEventListener("message", (event: MessageEvent<unknown>) => {
      const message = Message.safeParse(event.data).data;
      if (message?.type === "look") others.set(message.look.tabId, { look: message.look, at: Date.now() });
      if (message?.type === "gone") others.delete(message.tabId);
      if (message?.type === "who") tell();
    });
  }
  const timer = setInterval(tell, AGAIN_MS);
  document.addEventListener("visibilitychange", tell);
  window.addEventListener("pagehide", leave);
  send({ type: "who" });
  tell();
  onCleanup(() => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", tell);
    window.removeEventListener("pagehide", leave);
    leave();
    channel?.close();
  });

  return {
    tell,
    all: (): readonly Look[] => [
      own(),
      ...[...others.values()].filter(({ at }) => Date.now() - at < KEPT_MS).map(({ look }) => look),
    ],
  };
}
