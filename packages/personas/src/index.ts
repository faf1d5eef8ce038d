export { createPersonaRegistry } from "./persona-registry.ts";
export type { PersonaRegistry } from "./persona-registry.ts";
export { loadBuiltInPersonas, loadPack } from "./template-loader.ts";
