import type { ParamsOf, Settings } from "@switchyard/core/protocol";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import { toWireError, type WireError } from "../wire/wire-error.ts";
import type { Wire } from "../wire/wire.ts";
import type { Connection } from "./connection.ts";
import { onConnect } from "./on-connect.ts";

/** What a client may change; what is not named stays. */
export type SettingsChange = ParamsOf<"updateSettings">["settings"];

export interface SettingsState {
  readonly settings: Accessor<Settings | null>;
  /** The folder that the bridge was started for. */
  readonly cwd: Accessor<string | null>;
  /** The bridge's own settings file, which no client can change: its absolute path. */
  readonly settingsFile: Accessor<string | null>;
  /** Why they could not be read. */
  readonly error: Accessor<WireError | null>;
  read(): Promise<void>;
  /** Resolves when they are not being read. */
  settled(): Promise<void>;
  /** Rejects with the bridge's reason. */
  update(change: SettingsChange): Promise<void>;
}

export function createSettings(wire: Wire, connection: Connection): SettingsState {
  const [settings, setSettings] = createSignal<Settings | null>(null);
  const [place, setPlace] = createSignal<{ cwd: string; settingsFile: string } | null>(null);
  const [error, setError] = createSignal<WireError | null>(null);

  let last: Promise<void> = Promise.resolve();
  function read(): Promise<void> {
    last = ask();
    return last;
  }

  async function ask(): Promise<void> {
    try {
      const { settings, ...place } = await wire.call("getSettings", {});
      setSettings(settings);
      setPlace(place);
      setError(null);
    } catch (thrown) {
      setError(toWireError(thrown));
    }
  }

  onCleanup(wire.on("settings-changed", (changed) => setSettings(changed.settings)));
  onConnect(connection, () => void read());
  return {
    settings,
    cwd: () => place()?.cwd ?? null,
    settingsFile: () => place()?.settingsFile ?? null,
    error,
    read,
    settled: () => last,
    async update(change) {
      setSettings((await wire.call("updateSettings", { settings: change })).settings);
    },
  };
}
