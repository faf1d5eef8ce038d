import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { agentEnvironment } from "./environment.ts";

const own = { ownRoots: ["/home/u/switchyard"] };

test("what npm, turbo, a surrounding agent and we set is taken out, the user's own stays", () => {
  const env = {
    HOME: "/home/u",
    EDITOR: "vi",
    ANTHROPIC_API_KEY: "k",
    NODE_EXTRA_CA_CERTS: "/ca.pem",
    NODE_ENV: "production",
    CLAUDE_CONFIG_DIR: "/c",
    TURBOPACK: "1",
    COLOR: "1",
    GONE: undefined,
    npm_config_cache: "/x",
    NPM_TOKEN: "t",
    INIT_CWD: "/x",
    NODE: "/x/node",
    NODE_OPTIONS: "--inspect",
    TURBO_HASH: "h",
    SWITCHYARD_PROCESS: "m",
    SWITCHYARD_CLAUDE: "/x/claude",
    CLAUDECODE: "1",
    CLAUDE_CODE_ENTRYPOINT: "cli",
    PWD: "/x",
    OLDPWD: "/y",
    _: "/x/node",
  };
  expect(agentEnvironment(env, own)).toEqual({
    HOME: "/home/u",
    EDITOR: "vi",
    ANTHROPIC_API_KEY: "k",
    NODE_EXTRA_CA_CERTS: "/ca.pem",
    NODE_ENV: "production",
    CLAUDE_CONFIG_DIR: "/c",
    TURBOPACK: "1",
    COLOR: "1",
  });
});

test("npm's folders leave the PATH, everything else stays in its order", () => {
  const PATH = [
    "/home/u/switchyard/node_modules/.bin",
    "/home/u/switchyard/apps/bridge/node_modules/.bin",
    "/home/u/node_modules/.bin/",
    "/node_modules/.bin",
    "/usr/lib/node_modules/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin",
    "/home/u/project/node_modules/.bin",
    "/home/u/switchyard-evil/node_modules/.bin",
    "node_modules/.bin",
    "/usr/bin",
    "",
    "/bin",
  ].join(":");
  const roots = { ownRoots: ["/home/u/switchyard", "/home/u/switchyard/apps/bridge/"] };
  expect(agentEnvironment({ PATH }, roots)["PATH"]).toBe(
    "/home/u/project/node_modules/.bin:/home/u/switchyard-evil/node_modules/.bin:node_modules/.bin:/usr/bin::/bin",
  );
});

async function folders() {
  const root = await mkdtemp(join(tmpdir(), "switchyard-environment-"));
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

test("a folder of ours is known by whatever name it is on the PATH", async () => {
  await using place = await folders();
  const bin = join(place.root, "real", "node_modules", ".bin");
  await mkdir(bin, { recursive: true });
  await symlink(join(place.root, "real"), join(place.root, "linked"));
  const linked = join(place.root, "linked", "node_modules", ".bin");
  for (const root of ["real", "linked"]) {
    const env = agentEnvironment({ PATH: `${bin}:${linked}:/bin` }, { ownRoots: [join(place.root, root)] });
    expect(env["PATH"]).toBe("/bin");
  }
});

test("of what a real npm adds nothing is left but the editor it names", async () => {
  await using place = await folders();
  const script = "node -e 'process.stdout.write(JSON.stringify(process.env))'";
  await writeFile(join(place.root, "package.json"), JSON.stringify({ scripts: { start: script } }));
  const env = { PATH: process.env["PATH"] ?? "", HOME: place.root, MINE: "1" };
  const { stdout } = await promisify(execFile)("npm", ["start", "--silent"], { cwd: place.root, env });
  const under = JSON.parse(stdout) as Record<string, string>;
  expect(under["npm_execpath"]).toBeDefined();
  const clean = agentEnvironment(under, { ownRoots: [place.root] });
  expect(clean).toEqual({ ...agentEnvironment(env, { ownRoots: [place.root] }), EDITOR: "vi" });
});
