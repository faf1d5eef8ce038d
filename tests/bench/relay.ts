import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { WebSocketServer } from "ws";

/** The floor of the chunk delay: stdout's lines to a socket, a socket's frames to stdin, nothing else. */
const [program = "", ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
server.on("listening", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : ""}\n`);
});
server.on("connection", (socket) => {
  socket.on("message", (data: Buffer) => child.stdin.write(`${data.toString()}\n`));
  createInterface({ input: child.stdout }).on("line", (line) => socket.send(line));
});
process.on("SIGTERM", () => {
  child.kill();
  process.exit(0);
});
