export { readTranscript, transcriptExit, writeTranscript } from "./format.ts";
export { startRecorder } from "./recorder.ts";
export type { Recorded, RecordedMessage, Recorder } from "./recorder.ts";
export { balance, outline, spoken } from "./outline.ts";
export { replayLines } from "./replay-lines.ts";
export type { LineReading } from "./replay-lines.ts";
export { replayRecording } from "./replay.ts";
export type { Replayed } from "./replay.ts";
