import type { ProcessEnd, ProcessHandle, ProcessHost, ProcessMessage, ProcessSpec } from "./host.ts";
import { makeLineSplitter } from "./lines.ts";
import { openSpillFile } from "./spill-file.ts";
import { makeStderrReader } from "./stderr.ts";
import { supervise } from "./supervise.ts";

export interface LocalHostOptions {
  /** An existing folder that only the user can read, for lines that are too long. */
  readonly spillFolder: string;
  /** A longer line is spilled. @default 16 MiB */
  readonly maxLineBytes?: number;
  /** A monotonic clock in ms. @default performance.now */
  readonly now?: () => number;
}

/** Runs processes as children of this one. */
export function makeLocalHost(options: LocalHostOptions): ProcessHost {
  return { start: (spec, onMessage) => startChild(options, spec, onMessage) };
}

function startChild(
  options: LocalHostOptions,
  spec: ProcessSpec,
  send: (message: ProcessMessage) => void,
): ProcessHandle {
  const stdout = stdoutReader(options, send);
  const stderr = makeStderrReader(
    (line) => send({ type: "stderr", line }),
    options.now ?? (() => performance.now()),
  );
  let isInputWaiting = false;
  const supervised = supervise(spec, {
    onStdout: (chunk) => stdout.push(chunk),
    onStderr: (chunk) => stderr.push(chunk),
    onInputDrained: () => tellInput(false),
  });
  const { identity } = supervised;
  if (identity !== null) queueMicrotask(() => send({ type: "started", identity }));

  function tellInput(waiting: boolean): void {
    if (waiting === isInputWaiting) return;
    isInputWaiting = waiting;
    send({ type: "input_waiting", waiting });
  }

  const ended = supervised.ended.then((how) => {
    stdout.end();
    const end: ProcessEnd = { ...how, stderrTail: stderr.end() };
    send({ type: "ended", end });
    return end;
  });

  return {
    marker: spec.marker,
    write(lines) {
      const text = lines.map((line) => `${line}\n`).join("");
      if (text !== "" && supervised.write(text) === "waiting") tellInput(true);
    },
    closeInput: () => supervised.closeInput(),
    setPaused: (paused) => supervised.setPaused(paused),
    stop(ladder) {
      supervised.stop(ladder);
      return ended;
    },
    kill() {
      supervised.kill();
      return ended;
    },
    ended,
  };
}

/** Tells the lines of one read together, everything in its order. */
function stdoutReader(options: LocalHostOptions, send: (message: ProcessMessage) => void) {
  let lines: string[] = [];

  function flush(): void {
    if (lines.length === 0) return;
    send({ type: "lines", lines });
    lines = [];
  }

  const splitter = makeLineSplitter({
    maxBytes: options.maxLineBytes ?? MAX_LINE,
    onLine: (line) => lines.push(line),
    openSpill: () =>
      openSpillFile(options.spillFolder, (spilled) => {
        flush();
        send({ type: "oversize", ...spilled });
      }),
  });

  return {
    push(chunk: Buffer): void {
      splitter.push(chunk);
      flush();
    },
    end(): void {
      const line = splitter.end();
      if (line !== null) send({ type: "half_line", line });
    },
  };
}

const MAX_LINE = 16 * 1024 * 1024;
