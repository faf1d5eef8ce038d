#!/usr/bin/env node
// Plain JavaScript: an old Node must be able to read this far to say that it is too old.
const [major = 0] = process.versions.node.split(".").map(Number);
if (major >= 24) {
  await import("#main");
} else {
  process.stderr.write(`Switchyard needs Node 24 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 1;
}
