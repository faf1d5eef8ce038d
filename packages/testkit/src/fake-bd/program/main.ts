import { runBd } from "./run.ts";

// The fake bd: `FAKE_BD_VERSION=1.0.5 node main.ts [arguments of the real one]`.
await runBd(process.argv.slice(2), process.env["FAKE_BD_VERSION"] ?? "1.0.5");
