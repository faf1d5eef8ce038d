/** Addresses of bytes, which the tests' page has none of: those that were made, and those given back. */
export function fakeObjectUrls(): Disposable & { readonly made: string[]; readonly revoked: string[] } {
  const made: string[] = [];
  const revoked: string[] = [];
  const before = { createObjectURL: URL.createObjectURL, revokeObjectURL: URL.revokeObjectURL };
  Object.assign(URL, {
    createObjectURL: () => `blob:${made.push(`blob:${made.length + 1}`)}`,
    revokeObjectURL: (url: string) => revoked.push(url),
  });
  return {
    made,
    revoked,
    [Symbol.dispose]: () => void Object.assign(URL, before),
  };
}
