/** A generous bound for a machine under load; nothing waits for it unless something is broken. */
export const LIMIT = { timeout: 120_000 };
