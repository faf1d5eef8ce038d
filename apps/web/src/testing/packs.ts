import { PackInfo, PackReview } from "@switchyard/core/protocol";

const described = {
  kind: "personas",
  name: "@acme/personas",
  version: "1.2.0",
  displayName: "Acme personas",
  description: "Who works at Acme.",
  license: "MIT",
  spec: "~/acme-personas",
  origin: "folder",
};

export const FIRST_HASH = "1a2b3c4d".repeat(8);
export const NEXT_HASH = "5e6f7a8b".repeat(8);

/** A pack of two personas that is installed. */
export function packInfo(values: Partial<Record<keyof PackInfo, unknown>> = {}): PackInfo {
  return PackInfo.parse({
    ...described,
    hash: FIRST_HASH,
    installedAt: 1_700_000_000_000,
    state: "ready",
    reason: null,
    personas: ["acme-reviewer", "acme-writer"],
    backendId: null,
    ...values,
  });
}

/** A plug-in that brings a backend. */
export function pluginInfo(values: Partial<Record<keyof PackInfo, unknown>> = {}): PackInfo {
  return packInfo({
    kind: "backend",
    name: "acme-backend",
    displayName: "Acme CLI",
    spec: "acme-backend",
    origin: "npm",
    personas: [],
    backendId: "acme",
    ...values,
  });
}

/** No other persona has its id. */
const alone = { yieldsTo: null, overrides: [] };

/** The same pack of personas as it is looked at, not installed yet. */
export function packReview(values: Partial<Record<keyof PackReview, unknown>> = {}): PackReview {
  return PackReview.parse({
    ...described,
    hash: FIRST_HASH,
    bytes: 2048,
    personas: [
      { id: "acme-reviewer", displayName: "Acme reviewer", description: "Reads changes", ...alone },
      { id: "acme-writer", displayName: "Acme writer", description: "Writes guides", ...alone },
    ],
    dependencies: [],
    before: null,
    files: [file({ path: "pack.yaml" }), file({ path: "acme-reviewer/chat.md" })],
    ignored: [],
    ...values,
  });
}

/** A file of a pack; by default one that is new. */
export function file(values: Partial<PackReview["files"][number]>): PackReview["files"][number] {
  return { path: "a.md", bytes: 120, change: "added", unseen: 0, ...values };
}
