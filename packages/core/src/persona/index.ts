export type { Persona, PromptVariables, Suit, Template } from "./persona.ts";
export { NO_VARIABLES } from "./persona.ts";
export { composePrompt, templateFor } from "./compose.ts";
