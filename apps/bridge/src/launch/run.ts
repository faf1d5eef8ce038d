import { StartError } from "../start-error.ts";
import { parseFlags } from "./flags.ts";
import { start } from "./start.ts";
import type { Host } from "./start.ts";

/** Does what `argv` asks for; exits by `host.exit`, or returns while the bridge lives. */
export async function run(argv: readonly string[], host: Host): Promise<void> {
  const call = parseFlags(argv, host.version);
  if (call.kind === "done") return host.exit(call.exitCode);
  try {
    if (call.kind === "start") return await start(call.flags, host);
    if (call.kind === "record") {
      const { record } = await import("./record.ts");
      return host.exit(await record(call.flags, host, process.stdin));
    }
    if (call.kind === "packs") {
      const { packCommand } = await import("./packs/command.ts");
      return host.exit(await packCommand(call.call, { ...host, input: process.stdin }));
    }
    const { rotate } = await import("./rotate.ts");
    await rotate(host.env);
    host.out.write("The token is replaced: pages and programs that were connected have to be opened anew.\n");
    host.exit(0);
  } catch (error) {
    // Anything else is a fault of ours, and its stack is what helps.
    const reason = error instanceof Error && !(error instanceof StartError) ? error.stack : undefined;
    host.err.write(`${reason ?? (error instanceof Error ? error.message : "Switchyard could not start.")}\n`);
    host.exit(1);
  }
}
