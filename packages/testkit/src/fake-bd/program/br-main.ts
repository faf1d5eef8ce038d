import { br } from "./br.ts";
import { runProgram } from "./run.ts";

// The fake br: `FAKE_BR_VERSION=0.1.12 node br-main.ts [arguments of the real one]`.
await runProgram(process.argv.slice(2), br(process.env["FAKE_BR_VERSION"] ?? "0.1.12"));
