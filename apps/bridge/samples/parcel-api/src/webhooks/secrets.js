/** Bytes of a secret, before they are written as text. */
const SECRET_BYTES = 32;

/**
 * Keeps the signing secret of each endpoint.
 * @param {(bytes: number) => Uint8Array} random gives random bytes
 */
export function makeSecrets(random) {
  /** @type {Map<string, string>} */
  const secrets = new Map();

  return {
    /** Makes the endpoint's secret; this is the only time that it is shown. */
    create(endpointId) {
      const secret = `whsec_${Buffer.from(random(SECRET_BYTES)).toString("base64url")}`;
      secrets.set(endpointId, secret);
      return secret;
    },
    /** The secrets that are good at present; a delivery is signed with each of them. */
    of(endpointId) {
      const secret = secrets.get(endpointId);
      return secret === undefined ? [] : [secret];
    },
  };
}
