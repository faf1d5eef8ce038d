export { exampleIssues } from "./examples.ts";
export { installDebianBd, installFakeBd, installFakeBr } from "./install.ts";
export type { FakeBdOptions } from "./install.ts";
export type { FakeBdCall } from "./journal.ts";
export { manyIssues } from "./many-issues.ts";
export type { FakeBdSwitches } from "./switches.ts";
export { makeWorkspace } from "./workspace.ts";
export type { FakeWorkspace, Hold, WorkspaceOptions } from "./workspace.ts";
