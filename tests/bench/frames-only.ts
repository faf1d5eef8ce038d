import { readFileSync } from "node:fs";
import { WebSocketServer } from "ws";

/** The floor of a replay: the same frames out of memory, to whoever connects, and nothing else. */
const frames: string[] = readFileSync(process.argv[2] ?? "", "utf8").split("\n");
const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
server.on("listening", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : ""}\n`);
});
server.on("connection", (socket) => {
  socket.once("message", () => {
    for (const frame of frames) socket.send(frame);
  });
});
