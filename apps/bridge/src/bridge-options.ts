import type { Backend } from "@switchyard/core/backend";
import type { Logger } from "pino";
import type { SettingsStore } from "./settings/settings.ts";

/** What the bridge is started with, found and checked by the command line. */
export interface BridgeOptions {
  /** The folder that a session works in where neither it nor a project names one. */
  readonly cwd: string;
  /** 0: any free one. */
  readonly port: number;
  readonly dataFolder: string;
  readonly token: string;
  readonly settings: SettingsStore;
  /** Of the settings and the flags together, as browsers write origins. */
  readonly allowOrigins: readonly string[];
  readonly bindAddress: string;
  /** The built page's folder; it need not be there. */
  readonly webDist: string;
  readonly dev: boolean;
  readonly logger: Logger;
  /** Tells the user, in a line. @default nobody is told */
  readonly say?: (line: string) => void;
  readonly version: string;
  /** @default those that come with the bridge */
  readonly backends?: readonly Backend[];
  /** No plug-in is loaded. @default false */
  readonly isSafe?: boolean;
  readonly env: NodeJS.ProcessEnv;
  /** The folders that our own packages are installed in. */
  readonly ownRoots: readonly string[];
}
