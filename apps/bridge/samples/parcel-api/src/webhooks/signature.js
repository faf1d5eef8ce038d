import { createHmac, timingSafeEqual } from "node:crypto";

/** Seconds after which a signature is not taken any more. */
const MAX_AGE = 300;

/**
 * The `Parcel-Signature` of a body: one `v1` for each secret.
 * @param {string} body as it is sent
 * @param {{ secrets: readonly string[], at: number }} signer `at` in Unix seconds
 */
export function sign(body, { secrets, at }) {
  return [`t=${at}`, ...secrets.map((secret) => `v1=${digest(body, secret, at)}`)].join(",");
}

/**
 * Whether one of the header's signatures was made with this secret, not long ago.
 * @param {string} body as it came
 * @param {string} header
 * @param {{ secret: string, now: number }} verifier `now` in Unix seconds
 */
export function verify(body, header, { secret, now }) {
  const parts = header.split(",").map((part) => part.split("="));
  const at = Number(parts.find(([name]) => name === "t")?.[1]);
  if (!(Math.abs(now - at) <= MAX_AGE)) return false;
  const expected = Buffer.from(digest(body, secret, at));
  return parts.some(([name, value = ""]) => {
    const given = Buffer.from(value);
    return name === "v1" && given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function digest(body, secret, at) {
  return createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
}
