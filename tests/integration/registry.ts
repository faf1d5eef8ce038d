import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tarball } from "../faults/tar-writer.ts";

/** A registry of npm on loopback. */
export interface Registry extends AsyncDisposable {
  /** What `.npmrc` needs to find it; the token is sent with every request. */
  readonly npmrc: string;
  /** The last one that is published of a name is its newest. */
  publish(manifest: RegistryManifest, files: Readonly<Record<string, string>>): void;
}

export interface RegistryManifest {
  readonly name: string;
  readonly version: string;
  readonly [field: string]: unknown;
}

export async function startRegistry(token: string): Promise<Registry> {
  const packages = new Map<string, RegistryManifest[]>();
  const archives = new Map<string, Buffer>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/");
    const isKnown = request.headers.authorization === `Bearer ${token}`;
    const archive = archives.get(path);
    const versions = packages.get(path.slice(1));
    if (!isKnown) return response.writeHead(401).end();
    if (archive !== undefined) return response.end(archive);
    if (versions === undefined) return response.writeHead(404).end("{}");
    return response.end(JSON.stringify(packument(versions)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    npmrc: `registry=http://${host}/\n//${host}/:_authToken=${token}\n`,
    publish(manifest, files) {
      const { name, version } = manifest;
      const all = { "package.json": JSON.stringify(manifest), ...files };
      const archive = tarball(
        Object.entries(all).map(([path, content]) => ({ name: `package/${path}`, content })),
      );
      const path = `/${name}/-/${version}.tgz`;
      const integrity = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
      archives.set(path, archive);
      const known = packages.get(name) ?? [];
      packages.set(name, [...known, { ...manifest, dist: { tarball: `http://${host}${path}`, integrity } }]);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function packument(versions: readonly RegistryManifest[]) {
  const newest = versions.at(-1);
  return {
    name: newest?.name,
    "dist-tags": { latest: newest?.version },
    versions: Object.fromEntries(versions.map((manifest) => [manifest.version, manifest])),
  };
}
