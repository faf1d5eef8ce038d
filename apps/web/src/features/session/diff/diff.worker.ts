import { changeOf } from "./file-change.ts";
import type { ChangeReply, ChangeRequest } from "./read-change.ts";

addEventListener("message", (event: MessageEvent<ChangeRequest>) => {
  const { id, diffs, options } = event.data;
  postMessage({ id, change: changeOf(diffs, options) } satisfies ChangeReply);
});
