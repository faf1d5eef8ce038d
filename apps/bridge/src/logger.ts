import { pino } from "pino";
import type { Level, Logger } from "pino";
import { redact } from "./redact.ts";

export type LogLevel = Level | "silent";
export const logLevels: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Takes whole lines; the bridge's is its stderr. */
  readonly sink: { write(line: string): unknown };
}

/** The one logger: JSON lines, each of which passes the redaction before it leaves the process. */
export function createLogger({ level, sink }: LoggerOptions): {
  logger: Logger;
  hide: (secret: string) => void;
} {
  const secrets: string[] = [];
  const write = (line: string): void => {
    sink.write(`${JSON.stringify(redact(JSON.parse(line), secrets))}\n`);
  };
  return {
    logger: pino({ level, base: { pid: process.pid } }, { write }),
    hide: (secret) => {
      secrets.push(secret);
    },
  };
}
