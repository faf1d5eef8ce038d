export {
  readTranscript,
  transcriptExit,
  TranscriptEntry,
  TranscriptExit,
  writeTranscript,
} from "./format.ts";
export { startRecorder } from "./recorder.ts";
export type { Recorded, RecordedMessage, Recorder } from "./recorder.ts";
