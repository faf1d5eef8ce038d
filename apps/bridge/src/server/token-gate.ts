import { createHash, timingSafeEqual } from "node:crypto";

/** Knows the token by its digest, so that comparing takes the same time for every candidate. */
export interface TokenGate {
  isToken(candidate: string): boolean;
  replace(token: string): void;
}

export function createTokenGate(token: string): TokenGate {
  let expected = digest(token);
  return {
    isToken: (candidate) => timingSafeEqual(digest(candidate), expected),
    replace: (next) => {
      expected = digest(next);
    },
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
