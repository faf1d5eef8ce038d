import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { environment } from "../run.ts";

/**
 * Runs a command of the repository's own tools for what it prints.
 * @throws {Error} where it fails, with all that it printed
 */
export async function quietly(command: string, args: readonly string[], cwd: string): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { cwd, env: environment(), maxBuffer: MAX_OUTPUT }))
      .stdout;
  } catch (error) {
    const { stdout, stderr, message } = Failed.parse(error);
    const printed = `${stdout}${stderr}`.trim();
    throw new Error(`${command} ${args[0] ?? ""} failed:\n${printed || message}`, { cause: error });
  }
}

const MAX_OUTPUT = 64 * 1024 * 1024;
const Failed = z.object({ stdout: z.string(), stderr: z.string(), message: z.string() });
