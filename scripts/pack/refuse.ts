/** `prepack` of each package: its TypeScript runs here, and nowhere below `node_modules`. */
console.error(
  "This package is built before it is packed: run `npm run pack`, which packs all of them into dist/.",
);
process.exitCode = 1;
