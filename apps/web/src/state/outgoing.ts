import type { Attachment } from "@switchyard/core/protocol";

/** A file of a message that is on its way to the bridge. */
export interface Upload {
  readonly file: File;
  /** The upload that is under way, or done; where it failed, another one. */
  run(): Promise<Attachment>;
}

/** A file that goes with a message: at the bridge, or on its way there. */
export type Outgoing = Attachment | Upload;

export function makeUpload(file: File, attach: (file: File) => Promise<Attachment>): Upload {
  let running: Promise<Attachment> | null = null;
  return {
    file,
    run() {
      if (running !== null) return running;
      const next = attach(file);
      running = next;
      next.catch(() => (running = null));
      return next;
    },
  };
}

export function isUpload(file: Outgoing): file is Upload {
  return "run" in file;
}

/** All of them at the bridge; rejects with the first that does not get there. */
export function uploadAll(files: readonly Outgoing[]): Promise<Attachment[]> {
  return Promise.all(files.map(async (file) => (isUpload(file) ? file.run() : file)));
}
