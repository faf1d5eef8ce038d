import { type Attachment, MAX_ATTACHMENTS } from "@switchyard/core/protocol";
import { createStore } from "solid-js/store";
import { v4 as uuid } from "uuid";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import { isUpload, makeUpload, type Outgoing, type Upload } from "./outgoing.ts";

/** A file that goes with what is being written. */
export interface DraftFile {
  readonly key: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly state: "uploading" | "ready" | "failed";
  /** Once the bridge has it. */
  readonly attachment?: Attachment | undefined;
  /** Why the bridge does not have it. */
  readonly fault?: WireError;
  /** Whether its bytes are here, so that they can be sent again. */
  readonly isHere: boolean;
}

/** A file that can't go with it, and why. */
export interface RefusedFile {
  readonly name: string;
  readonly reason: string;
}

/** The files of one draft: they go to the bridge as soon as they are added, whatever is on screen. */
export interface DraftFiles {
  readonly list: readonly DraftFile[];
  readonly refused: readonly RefusedFile[];
  /** Takes as many as a message may have, and gives back the others. */
  add(files: readonly File[]): readonly File[];
  /** Takes what was in a message that comes back, however much there is already. */
  putBack(files: readonly Outgoing[]): void;
  remove(key: string): void;
  retry(key: string): void;
  /** The bridge turned out not to have it any more. */
  lost(key: string, fault: WireError): void;
  refuse(refused: readonly RefusedFile[]): void;
  /** The file itself, where it was chosen on this page. */
  fileOf(key: string): File | undefined;
  /** They go with a message; those that are still on their way can be waited for. */
  outgoing(): Outgoing[];
  clear(): void;
}

type Mutable = { -readonly [K in keyof DraftFile]: DraftFile[K] };

export function createDraftFiles(options: {
  attach: (file: File) => Promise<Attachment>;
  /** What an earlier page left. */
  kept: readonly Attachment[];
  /** Told whenever other files than before are at the bridge. */
  keep: (attachments: readonly Attachment[]) => void;
}): DraftFiles {
  const [store, setStore] = createStore<{ list: Mutable[]; refused: readonly RefusedFile[] }>({
    list: options.kept.map(readyFile),
    refused: [],
  });
  const here = new Map<string, Upload>();

  const keep = () => options.keep(store.list.flatMap(({ attachment }) => attachment ?? []));
  function change(key: string, values: Partial<Mutable>): void {
    setStore("list", ({ key: own }) => own === key, values);
  }

  function start(key: string, upload: Upload): void {
    upload.run().then(
      (attachment) => {
        change(key, { ...attachment, state: "ready", attachment });
        keep();
      },
      (thrown: unknown) => change(key, { state: "failed", fault: toWireError(thrown) }),
    );
  }

  function append(upload: Upload): void {
    const { file } = upload;
    const key = uuid();
    here.set(key, upload);
    const { name, type: mediaType, size: bytes } = file;
    setStore("list", store.list.length, { key, name, mediaType, bytes, state: "uploading", isHere: true });
    start(key, upload);
  }

  function forget(keys: readonly string[]): void {
    for (const key of keys) here.delete(key);
    setStore("list", (list) => list.filter(({ key }) => !keys.includes(key)));
    keep();
  }

  return {
    get list() {
      return store.list;
    },
    get refused() {
      return store.refused;
    },
    add(added) {
      const room = Math.max(0, MAX_ATTACHMENTS - store.list.length);
      for (const file of added.slice(0, room)) append(makeUpload(file, options.attach));
      return added.slice(room);
    },
    putBack(outgoing) {
      const known = new Set(store.list.map(({ attachment }) => attachment?.blobId));
      for (const file of outgoing) {
        if (isUpload(file)) append(file);
        else if (!known.has(file.blobId)) setStore("list", store.list.length, readyFile(file));
      }
      keep();
    },
    remove: (key) => forget([key]),
    retry(key) {
      const known = here.get(key);
      if (known === undefined) return;
      change(key, { state: "uploading" });
      start(key, known);
    },
    lost(key, fault) {
      setStore("list", ({ key: own }) => own === key, { state: "failed", fault, attachment: undefined });
      keep();
    },
    refuse: (refused) => setStore("refused", [...refused]),
    fileOf: (key) => here.get(key)?.file,
    outgoing: () =>
      store.list.flatMap(({ key, attachment }) => {
        const file: Outgoing | undefined = attachment === undefined ? here.get(key) : { ...attachment };
        return file ?? [];
      }),
    clear() {
      forget(store.list.map(({ key }) => key));
      setStore("refused", []);
    },
  };
}

function readyFile(attachment: Attachment): Mutable {
  const { name, mediaType, bytes } = attachment;
  return { key: uuid(), name, mediaType, bytes, state: "ready", attachment, isHere: false };
}
