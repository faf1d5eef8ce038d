import type { Settings } from "@switchyard/core/protocol";
import { type Accessor, createSignal, onCleanup } from "solid-js";
import type { Wire } from "../wire/wire.ts";
import type { Connection } from "./connection.ts";
import { onConnect } from "./on-connect.ts";

export interface SettingsState {
  readonly settings: Accessor<Settings | null>;
  /** The folder that the bridge was started for. */
  readonly cwd: Accessor<string | null>;
  /** Rejects with the bridge's reason. */
  update(change: { cliBackend: string }): Promise<void>;
}

export function createSettings(wire: Wire, connection: Connection): SettingsState {
  const [settings, setSettings] = createSignal<Settings | null>(null);
  const [cwd, setCwd] = createSignal<string | null>(null);

  onCleanup(wire.on("settings-changed", (changed) => setSettings(changed.settings)));
  onConnect(connection, () => {
    wire.call("getSettings", {}).then(
      (read) => {
        setSettings(read.settings);
        setCwd(read.cwd);
      },
      // Everything that reads them has a default; the next connection asks again.
      () => undefined,
    );
  });
  return {
    settings,
    cwd,
    async update(change) {
      setSettings((await wire.call("updateSettings", { settings: change })).settings);
    },
  };
}
