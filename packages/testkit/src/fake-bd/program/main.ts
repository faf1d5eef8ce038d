import { bd } from "./bd.ts";
import { runProgram } from "./run.ts";

// The fake bd: `FAKE_BD_VERSION=1.0.5 node main.ts [arguments of the real one]`.
await runProgram(process.argv.slice(2), bd(process.env["FAKE_BD_VERSION"] ?? "1.0.5"));
