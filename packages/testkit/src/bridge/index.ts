export { startBridge } from "./bridge.ts";
export type { TestBridge, TestBridgeOptions } from "./bridge.ts";
export { connect, WireRefusal } from "./client.ts";
export type { Client } from "./client.ts";
export { makeRecordingClient, seenChunk } from "./recording-client.ts";
export type { RecordingClient, SeenChunk, SeenLife } from "./recording-client.ts";
