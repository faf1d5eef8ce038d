const HIDDEN = "[hidden]";
/** Names whose values are secrets, in any case and with anything around them. */
const SECRET_NAME = /token|secret|key|auth|passw|credential|cookie/i;

/** Takes secrets out of a log record; `secrets` are values that are known, the rest is told by shape. */
export function redact(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string") return redactText(value, secrets);
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      redactText(name, secrets),
      SECRET_NAME.test(name) ? HIDDEN : redact(inner, secrets),
    ]),
  );
}

/** The known values first, so that no pattern can cut one in two and leave a part. */
export function redactText(text: string, secrets: readonly string[]): string {
  const known = secrets.reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text);
  return patterns.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), known);
}

const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/g, HIDDEN],
  [/\b(?:gh[pousr]_|github_pat_)\w{16,}/g, HIDDEN],
  [/\bAIzaSy[\w-]{20,}/g, HIDDEN],
  [/\bA(?:KIA|SIA)[0-9A-Z]{12,}/g, HIDDEN],
  [/\bsk-[\w-]{16,}/g, HIDDEN],
  [/\bnpm_[a-zA-Z0-9]{30,}/g, HIDDEN],
  [/\bxox[abeprs]-[\w-]{10,}/g, HIDDEN],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, HIDDEN],
  [/\bBearer +[^\s"']+/gi, `Bearer ${HIDDEN}`],
  [/\btoken\.[\w-]{16,}/g, `token.${HIDDEN}`],
  // https://user:password@host and everything after ? or # of any address.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'@]+@/gi, `$1${HIDDEN}@`],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s?#"']*[?#])[^\s"']+/gi, `$1${HIDDEN}`],
  // NAME=value, "name": "value", --name value, also where the text quotes another text.
  [
    /((?:token|secret|key|auth|passw|credential|cookie)[\w.-]*(?:\\*["'])?\s*[=:]\s*)(?:\\*["'][^"']*|[^\s"',;&}]+)/gi,
    `$1${HIDDEN}`,
  ],
  [/(--[\w-]*(?:token|secret|key|auth|passw)[\w-]*\s+)[^\s"']+/gi, `$1${HIDDEN}`],
];
