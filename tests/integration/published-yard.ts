import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { globSync, readFileSync } from "node:fs";
import { mkdir, mkdtempDisposable, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { type Client, connect } from "@switchyard/testkit/bridge";
import { z } from "zod";

/** The packages as npm would publish them, a folder to install them in, and a user who has nothing yet. */
export interface PublishedYard extends AsyncDisposable {
  /** Empty at first. */
  readonly folder: string;
  /** One of each package. */
  readonly tarballs: readonly string[];
  /** Why npm's registry can't be asked, from which all other packages come; null: it can. */
  readonly unreachable: string | null;
  /** Runs npm in the folder. Downloads are kept where the user's own are. */
  npm(...args: string[]): Promise<string>;
  /** Runs a script of the shell in the folder; resolves to all that it prints. */
  sh(script: string): Promise<string>;
  /** What the compiler says of all types that the installed packages export; empty: nothing. */
  typeFaults(): Promise<string>;
  /** Starts the installed command. @param node the program that it runs on; this process's own by default */
  start(node?: string): Promise<StartedCommand>;
}

export interface StartedCommand extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  readonly client: Client;
  /** Asks it to end; resolves to its exit code. */
  end(): Promise<number | null>;
}

/** Packs everything, which also checks it. */
export async function openPublishedYard(): Promise<PublishedYard> {
  await using opening = new AsyncDisposableStack();
  const place = opening.use(await mkdtempDisposable(join(await realpath(tmpdir()), "switchyard-published-")));
  const [folder, home, packed] = await Promise.all([
    newFolder(place.path, "folder"),
    newFolder(place.path, "home"),
    newFolder(place.path, "packed"),
  ]);
  const env = { ...userEnvironment(), HOME: home, NO_COLOR: "1", ...(await npmPlaces()) };
  const tarballs = await print(process.execPath, [join(ROOT, "scripts", "pack.ts"), packed], {});
  const unreachable = await registryFault(env);
  const stack = opening.move();

  return {
    folder,
    tarballs: tarballs.trim().split("\n"),
    unreachable,
    npm: (...args) =>
      print("npm", [...args, "--prefer-offline", "--no-audit", "--no-fund"], { cwd: folder, env }),
    sh: (script) => print("sh", ["-ec", `{ ${script}\n} 2>&1`], { cwd: folder, env }),
    typeFaults: () => typeFaults(folder),
    start: (node = process.execPath) =>
      startCommand(join(folder, "node_modules", ".bin", "switchyard"), {
        cwd: folder,
        env: { ...env, PATH: [dirname(node), env.PATH].join(delimiter) },
      }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

async function newFolder(place: string, name: string): Promise<string> {
  await mkdir(join(place, name));
  return join(place, name);
}

/** What a user's shell has: nothing of this repository's, of npm's or of the test's. */
function userEnvironment(): Record<string, string> & { PATH: string } {
  const kept = Object.entries(process.env).filter(([name]) => !OURS.test(name));
  const path = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((entry) => !entry.includes("node_modules"));
  return { ...Object.fromEntries(kept), PATH: [dirname(process.execPath), ...path].join(delimiter) };
}

const OURS = /^(?:npm_.*|INIT_CWD|NODE_(?:OPTIONS|ENV|PATH)|VITEST.*|SWITCHYARD_.*|XDG_.*)$/i;

/** Another home has another cache and other settings of npm: those of the user are named. */
async function npmPlaces(): Promise<Record<string, string>> {
  const told = await print("npm", ["config", "get", "cache", "userconfig", "registry"], {});
  const lines = [...told.matchAll(/^(\w+)=(.*)$/gm)];
  return Object.fromEntries(lines.map(([, name, value = ""]) => [`npm_config_${name}`, value]));
}

async function registryFault(env: Record<string, string>): Promise<string | null> {
  const bounds = ["--prefer-online", "--fetch-retries=1", "--fetch-retry-mintimeout=500"];
  try {
    await print("npm", ["view", "zod", "version", ...bounds], { env });
    return null;
  } catch (error) {
    const [, code] = NO_NETWORK.exec(String(error)) ?? [];
    if (code === undefined) throw error;
    return `npm's registry can't be reached: ${code}.`;
  }
}

const NO_NETWORK =
  /code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|E\w*TIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED)/;

/** Whoever imports them reads all that they lead to, also what is inside of their declarations. */
async function typeFaults(folder: string): Promise<string> {
  const manifests = globSync("node_modules/@switchyard/*/package.json", { cwd: folder });
  const entries = manifests.flatMap((path) => {
    const { name, exports } = Exports.parse(JSON.parse(readFileSync(join(folder, path), "utf8")));
    // A folder of data has no types.
    const typed = Object.keys(exports).filter((entry) => !entry.endsWith("/*"));
    return typed.map((entry) => join(name, entry));
  });
  const lines = entries.map(
    (entry, at) => `import type * as all${at} from "${entry}"; export type { all${at} };\n`,
  );
  await writeFile(join(folder, "all-types.ts"), lines.join(""));
  const types = ["--typeRoots", join(ROOT, "node_modules", "@types"), "--types", "node"];
  const strict = ["--ignoreConfig", "--noEmit", "--strict", "--target", "es2024", "--module", "nodenext"];
  const tsc = join(ROOT, "node_modules", ".bin", "tsc");
  return print(tsc, [...strict, ...types, "all-types.ts"], { cwd: folder }).catch(String);
}

const Exports = z.object({ name: z.string(), exports: z.record(z.string(), z.unknown()) });

/** @throws {Error} with all that a command printed, where it fails */
async function print(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> },
): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, options)).stdout;
  } catch (error) {
    const { stdout, stderr } = Printed.parse(error);
    throw new Error(`${command} ${args.join(" ")}\n${stdout}${stderr}`, { cause: error });
  }
}

const Printed = z.object({ stdout: z.string(), stderr: z.string() });

const Ready = z.object({ url: z.string(), port: z.number(), token: z.string(), pid: z.number() });

async function startCommand(
  command: string,
  options: { cwd: string; env: Record<string, string> },
): Promise<StartedCommand> {
  const child = spawn(command, ["--json", "--no-open", "--port", "0"], {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stderr: string[] = [];
  child.stderr.on("data", (data: Buffer) => stderr.push(data.toString()));
  const exited = once(child, "exit");
  for await (const line of createInterface({ input: child.stdout })) {
    const ready = Ready.parse(JSON.parse(line));
    const client = await connect(ready);
    const end = async () => {
      client.close();
      child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    };
    return { ...ready, client, end, [Symbol.asyncDispose]: async () => void (await end()) };
  }
  throw new Error(`The command ended before it was ready: ${stderr.join("")}`);
}
