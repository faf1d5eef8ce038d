import type { PackInfo, PackKind, PackName, PackReview, ResultOf } from "@switchyard/core/protocol";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { toWireError, WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import type { Connection } from "./connection.ts";
import { onConnect } from "./on-connect.ts";

/** What is asked for: a kind of pack, and a folder, an archive or an npm name. */
export interface PackRequest {
  readonly kind: PackKind;
  readonly spec: string;
}

/** The packs that are installed. What changes them is told by an event too, so nothing is shown before it is true. */
export interface PacksState {
  readonly isLoaded: Accessor<boolean>;
  readonly error: Accessor<WireError | null>;
  /** The bridge was started without plug-ins. */
  readonly isSafe: Accessor<boolean>;
  ofKind(kind: PackKind): readonly PackInfo[];
  get(kind: PackKind, name: string): PackInfo | undefined;
  reload(): Promise<void>;
  /** Fetches and checks a pack without installing it; this and the actions below reject with a `WireError`. */
  review(request: PackRequest): Promise<PackReview>;
  /** Installs what was looked at. */
  install(review: PackReview): Promise<PackInfo>;
  /** A file of a pack that is looked at, before and after. */
  readFile(hash: string, path: string): Promise<PackFile>;
  discard(hash: string): Promise<void>;
  remove(pack: { kind: PackKind; name: PackName }): Promise<void>;
}

export interface PackFile {
  /** Null: it is not there, or is no text. */
  readonly before: string | null;
  readonly after: string | null;
  readonly isCut: boolean;
}

export function createPacks(wire: Wire, connection: Connection): PacksState {
  const [told, setTold] = createSignal<ResultOf<"listPacks"> | null>(null);
  const [error, setError] = createSignal<WireError | null>(null);
  const list = () => told()?.packs ?? [];

  const write = (packs: ResultOf<"listPacks">) => {
    setTold(packs);
    setError(null);
  };
  onCleanup(wire.on("packs-changed", write));

  async function reload(): Promise<void> {
    try {
      write(await wire.call("listPacks", {}));
    } catch (thrown) {
      setError(toWireError(thrown));
    }
  }
  onConnect(connection, () => void reload());

  return {
    isLoaded: () => told() !== null,
    error,
    isSafe: () => told()?.isSafe === true,
    ofKind: (kind) => list().filter((pack) => pack.kind === kind),
    get: (kind, name) => list().find((pack) => pack.kind === kind && pack.name === name),
    reload,
    review: async ({ kind, spec }) => (await wire.call("installPack", { kind, spec })).review,
    async install({ kind, spec, hash }) {
      const { installed } = await wire.call("installPack", { kind, spec, hash });
      if (installed === null) throw new WireError("BRIDGE_FAULT", "The bridge did not install the pack.");
      await reload();
      return installed;
    },
    readFile: (hash, path) => wire.call("readPackFile", { hash, path }),
    async discard(hash) {
      await wire.call("discardPack", { hash });
    },
    async remove({ kind, name }) {
      await wire.call("removePack", { kind, name });
      await reload();
    },
  };
}
