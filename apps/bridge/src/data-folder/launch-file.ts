import { rm } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "./replace-file.ts";

/** A page in the data folder, 0600, that leads the browser to the bridge. */
export interface LaunchFile {
  readonly path: string;
  remove(): Promise<void>;
}

/** The browser is opened on this file instead of on `url`, so that the token is in no process's arguments. */
export async function writeLaunchFile(dataFolder: string, url: string): Promise<LaunchFile> {
  const path = join(dataFolder, "open.html");
  await replaceFile(path, page(url));
  return { path, remove: () => rm(path, { force: true }) };
}

function page(url: string): string {
  const href = url.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${href}">
<title>Switchyard</title>
</head>
<body><a href="${href}">Open Switchyard</a></body>
</html>
`;
}
