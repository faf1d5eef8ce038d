export { installFakeCli } from "./install.ts";
export { stepsOf } from "./scenario.ts";
export type { FakeStep } from "./scenario.ts";
