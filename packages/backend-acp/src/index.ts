export { acpBackend } from "./backend.ts";
export type { AcpOptions } from "./backend.ts";
export { cut, oneLine } from "./content.ts";
export type { AcpDialect, CallReading } from "./dialect.ts";
export type { Prompted, ToolCall } from "./native.ts";
export { INITIALIZE_LINE, probeAcp, probeVersion } from "./probe.ts";
export { AcpProgram, configuredAcpBackend } from "./program.ts";
