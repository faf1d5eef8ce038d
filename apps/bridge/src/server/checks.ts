/** Who may knock: exact sets, made once the port is known. */
export interface Doors {
  /** `127.0.0.1:PORT`, the host that everything else is led to. */
  readonly ownHost: string;
  /** `localhost:PORT`, redirected to `ownHost`. */
  readonly localhost: string;
  /** Each accepted `Host` with the origin that a page served under it has. */
  readonly hosts: ReadonlyMap<string, string>;
  /** Origins that may connect whatever the `Host`. */
  readonly allowedOrigins: ReadonlySet<string>;
}

/** What a check reads of a request; `rawHeaders` as in node:http, so that repeated headers are seen. */
export interface Knock {
  readonly url?: string | undefined;
  readonly rawHeaders: readonly string[];
}

export type Verdict = { readonly ok: true; readonly host: string } | Refusal;
export interface Refusal {
  readonly ok: false;
  readonly status: 401 | 403;
  readonly reason: string;
}

/** `allowOrigins` are origins as `AllowedOrigin` gives them; each adds exactly itself and its host. */
export function doorsFor(port: number, allowOrigins: readonly string[]): Doors {
  // A browser leaves out a port that is the scheme's default.
  const suffix = port === 80 ? "" : `:${port}`;
  const own = [`127.0.0.1${suffix}`, `localhost${suffix}`] as const;
  const hosts = new Map<string, string>();
  for (const origin of allowOrigins) hosts.set(new URL(origin).host, origin);
  for (const host of own) hosts.set(host, `http://${host}`);
  return { ownHost: own[0], localhost: own[1], hosts, allowedOrigins: new Set(allowOrigins) };
}

/** Every request: the `Host`, once and exactly, and a path instead of a whole address. */
export function checkHost(knock: Knock, doors: Doors): Verdict {
  const host = onlyHeader(knock, "host");
  if (typeof host !== "string" || !doors.hosts.has(host)) return refuse(403, "This host is not served here.");
  if (!knock.url?.startsWith("/")) return refuse(403, "A path is expected, not a whole address.");
  return { ok: true, host };
}

/**
 * A request that is no upgrade, after `checkHost`: nothing for pages of other sites but a link that
 * the user follows. Browsers say by `Origin` or `Sec-Fetch-Site` where a request comes from.
 */
export function checkPlainRequest(knock: Knock, host: string, doors: Doors): Verdict {
  const origin = onlyHeader(knock, "origin");
  if (origin !== undefined && !isOwnOrigin(origin, host, doors))
    return refuse(403, "This origin may not ask.");
  const site = onlyHeader(knock, "sec-fetch-site");
  if (site !== "cross-site" && site !== "same-site") return { ok: true, host };
  const isLink =
    onlyHeader(knock, "sec-fetch-mode") === "navigate" && onlyHeader(knock, "sec-fetch-dest") === "document";
  return isLink ? { ok: true, host } : refuse(403, "Other sites may not ask.");
}

/** An upgrade, after `checkHost`: the `Origin`, then the token. */
export function checkUpgrade(
  knock: Knock,
  host: string,
  doors: Doors & { readonly isToken: (candidate: string) => boolean },
): Verdict {
  const origin = onlyHeader(knock, "origin");
  const authorization = onlyHeader(knock, "authorization");
  if (origin !== undefined && !isOwnOrigin(origin, host, doors)) {
    return refuse(403, "This origin may not connect.");
  }
  if (origin === undefined && authorization === undefined) {
    return refuse(401, "Without an Origin the token is expected in the Authorization header.");
  }
  const token = authorization === undefined ? subprotocolToken(knock) : bearerToken(authorization);
  if (token === undefined || !doors.isToken(token)) return refuse(401, "The token is missing or wrong.");
  return { ok: true, host };
}

/** The origin itself must be one of ours, and a page of ours talks to the host that it came from. */
function isOwnOrigin(origin: string | null, host: string, doors: Doors): boolean {
  if (origin === null) return false;
  return origin === doors.hosts.get(host) || doors.allowedOrigins.has(origin);
}

function bearerToken(authorization: string | null): string | undefined {
  return authorization === null ? undefined : /^Bearer +([\w-]+)$/i.exec(authorization)?.[1];
}

function subprotocolToken(knock: Knock): string | undefined {
  const offered = onlyHeader(knock, "sec-websocket-protocol");
  if (typeof offered !== "string") return undefined;
  const tokens = offered
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name.startsWith("token."));
  return tokens.length === 1 ? tokens[0]?.slice("token.".length) : undefined;
}

/** The header's value; undefined if it is not there, null if it is there more than once. */
function onlyHeader(knock: Knock, name: string): string | null | undefined {
  let value: string | undefined;
  for (let index = 0; index < knock.rawHeaders.length; index += 2) {
    if (knock.rawHeaders[index]?.toLowerCase() !== name) continue;
    if (value !== undefined) return null;
    value = knock.rawHeaders[index + 1] ?? "";
  }
  return value;
}

function refuse(status: 401 | 403, reason: string): Refusal {
  return { ok: false, status, reason };
}
