import type { Backend } from "@switchyard/core/backend";
import { unavailableBackend } from "./unavailable-backend.ts";

/** A backend that stays the same while what is behind it may change: whatever is asked of it, `present` has. */
export function standIn(id: Backend["id"], present: () => Backend): Backend {
  return new Proxy(unavailableBackend({ id, displayName: id }, ""), {
    get: (_target, key): unknown => Reflect.get(present(), key),
    has: (_target, key) => Reflect.has(present(), key),
    ownKeys: () => Reflect.ownKeys(present()),
    getOwnPropertyDescriptor: (_target, key) => Reflect.getOwnPropertyDescriptor(present(), key),
    set: () => false,
    deleteProperty: () => false,
    defineProperty: () => false,
  });
}
