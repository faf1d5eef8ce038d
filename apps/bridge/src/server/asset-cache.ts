import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants as zlibConstants, gzip } from "node:zlib";
import { isCompressible, mediaType } from "./media-types.ts";

export type Encoding = "br" | "gzip" | "identity";

/** One file of the page in memory, each encoding made when first asked for. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  encodings(): readonly Encoding[];
  body(encoding: Encoding): Promise<Buffer>;
}

/** Files by their real path, read again when they change; undefined: no regular file. */
export interface AssetCache {
  read(path: string): Promise<Asset | undefined>;
}

export function createAssetCache(): AssetCache {
  const assets = new Map<string, { readonly version: string; readonly asset: Asset }>();
  return {
    read: async (path) => {
      const file = await openRegular(path);
      if (file === undefined) return undefined;
      await using _ = file.handle;
      const cached = assets.get(path);
      if (cached?.version === file.version) return cached.asset;
      const asset = createAsset(path, await file.handle.readFile());
      assets.set(path, { version: file.version, asset });
      return asset;
    },
  };
}

// Checked on the open file, so that nothing can be put in its place; a FIFO would wait without O_NONBLOCK.
async function openRegular(path: string) {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  );
  if (handle === undefined) return undefined;
  const stat = await handle.stat();
  if (stat.isFile()) return { handle, version: `${stat.ino}:${stat.size}:${stat.mtimeMs}` };
  await handle.close();
  return undefined;
}

function createAsset(path: string, content: Buffer): Asset {
  const bodies = new Map<Encoding, Promise<Buffer>>();
  const compressible = isCompressible(path) && content.length > 512;
  return {
    type: mediaType(path),
    etag: createHash("sha256").update(content).digest("base64url").slice(0, 27),
    encodings: () => (compressible ? ["br", "gzip", "identity"] : ["identity"]),
    body: (encoding) => {
      const made = bodies.get(encoding) ?? encode(content, encoding);
      bodies.set(encoding, made);
      return made;
    },
  };
}

const compressGzip = promisify(gzip);
const compressBrotli = promisify(brotliCompress);

async function encode(content: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === "identity") return content;
  if (encoding === "gzip") return compressGzip(content);
  // Quality 7 is within 5 % of the best and takes milliseconds instead of a second.
  return compressBrotli(content, { params: { [zlibConstants.BROTLI_PARAM_QUALITY]: 7 } });
}
