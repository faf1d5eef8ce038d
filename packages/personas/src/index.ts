export { loadBuiltInPersonas } from "./built-in.ts";
export type { PackManifest } from "./manifest.ts";
export type { ReadAs } from "./open-pack.ts";
export { createPersonaRegistry } from "./persona-registry.ts";
export type { PersonaRegistry } from "./persona-registry.ts";
export { manifestMissed } from "./read-manifest.ts";
export { readPersonaPack } from "./read-pack.ts";
export type { PersonaPack } from "./read-pack.ts";
export { personaSchemas } from "./schemas.ts";
