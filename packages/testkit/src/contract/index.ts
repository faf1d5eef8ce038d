export { describeBackend } from "./describe-backend.ts";
export { drive } from "./driver.ts";
export type { Driven, EventOf, Surroundings } from "./driver.ts";
export type { Asking, ContractFixtures, Effect, RealProgram, Situations, Stage } from "./fixtures.ts";
