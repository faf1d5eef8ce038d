import type { BackendInfo } from "@switchyard/core/protocol";
import { words } from "../words/en.ts";

/** A session's title where it stands alone; where no model is behind the session, the title says so. */
export function fullTitle(title: string, backend: BackendInfo | undefined): string {
  return backend?.isDemo === true ? words.titleWith(title, backend.displayName) : title;
}
