/** The variable that marks everything a process starts; its value is a UUID. */
export const MARKER_VARIABLE = "SWITCHYARD_PROCESS";
