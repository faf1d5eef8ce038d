import { PackName, PersonaId } from "@switchyard/core/protocol";
import { z } from "zod";
import { distinct, line } from "./words.ts";

/** `pack.yaml`: what a pack says of itself, and its personas in the order in which they are offered. */
export const PackManifest = z.strictObject({
  name: PackName.describe("As on npm"),
  version: z
    .string()
    .max(64)
    .regex(
      /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?(?:\+[\dA-Za-z-]+(?:\.[\dA-Za-z-]+)*)?$/,
      "must be a version of three numbers: 1.0.0 or 1.2.0-beta.1",
    )
    .describe("Of Semantic Versioning"),
  displayName: line(120).describe("What people call it"),
  description: line(500).describe("What it is for, in one line"),
  license: line(120).optional().describe('An SPDX identifier: "MIT"'),
  personas: distinct(PersonaId, 1_000)
    .min(1, "names no persona")
    .describe("Folders with a persona.md, or files <id>.md, in the order in which they are offered"),
});
export type PackManifest = z.infer<typeof PackManifest>;

/** What npm's file must say in a pack that has one. */
export const PackageJson = z.looseObject({
  name: z.string().optional(),
  version: z.string().optional(),
  keywords: z.array(z.unknown()).optional(),
});

export const KEYWORD = "switchyard-persona-pack";
