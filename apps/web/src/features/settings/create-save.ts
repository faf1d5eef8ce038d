import type { Settings } from "@switchyard/core/protocol";
import { createSignal } from "solid-js";
import type { App } from "../../state/app.ts";
import type { SettingsChange } from "../../state/settings.ts";
import { toast } from "../../ui/toast.ts";
import { toWireError } from "../../wire/wire-error.ts";
import { settingsWords } from "../../words/settings-words.ts";

/** The settings that are one value each. */
type Value =
  | "maxProcesses"
  | "sleepAfterMinutes"
  | "keepStoppedDays"
  | "resumesAfterLimit"
  | "sessionBudgetUsd";

/** The settings as they are once what was changed here is saved. */
export interface Save {
  /** The default that the user chose; null: the first that is ready. */
  choice(): string | null;
  isOff(backendId: string): boolean;
  choose(backendId: string | null): void;
  turn(backendId: string, on: boolean): void;
  /** Undefined until the settings are read. */
  value<K extends Value>(name: K): Settings[K] | undefined;
  set(change: Pick<SettingsChange, Value>): void;
}

/** What is changed shows at once; where the bridge refuses it, it goes back and the reason is told. */
export function createSave(app: App): Save {
  const [pending, setPending] = createSignal<SettingsChange>({});
  let saves = 0;

  async function save(change: SettingsChange): Promise<void> {
    saves += 1;
    const own = saves;
    setPending((before) => ({ ...before, ...change }));
    try {
      await app.settings.update(change);
    } catch (thrown) {
      toast(`${settingsWords.saveFailed}: ${toWireError(thrown).message}`);
    }
    if (own === saves) setPending({});
  }

  const choice = () => {
    const { cliBackend } = pending();
    if (cliBackend !== undefined) return cliBackend;
    const settings = app.settings.settings();
    return settings?.isBackendChosen === true ? settings.cliBackend : null;
  };
  const off = (): readonly string[] => pending().backendsOff ?? app.settings.settings()?.backendsOff ?? [];

  return {
    choice,
    isOff: (backendId) => off().includes(backendId),
    value(name) {
      const changed: { readonly [K in Value]?: Settings[K] | undefined } = pending();
      // Null is a value too.
      return name in changed ? changed[name] : app.settings.settings()?.[name];
    },
    set: (change) => void save(change),
    choose: (cliBackend) => void save({ cliBackend }),
    turn(backendId, on) {
      // The bridge refuses ids that it does not know: those of programs that were taken out of its settings.
      const others = off().filter((id) => id !== backendId && app.backends.get(id) !== undefined);
      void save({ backendsOff: on ? others : [...others, backendId] });
    },
  };
}
