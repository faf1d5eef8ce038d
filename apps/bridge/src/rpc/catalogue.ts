import type { ParsedParamsOf, Settings } from "@switchyard/core/protocol";
import type { BackendHealth } from "../backends/health.ts";
import { changedChoice } from "../backends/choice.ts";
import type { Backends } from "../backends/registry.ts";
import { listedPersonas } from "../personas/info.ts";
import type { PersonaLibrary } from "../personas/library.ts";
import type { PersonaWatch } from "../personas/watch.ts";
import type { Handlers } from "../server/handlers.ts";
import { findPlace, type PlaceOptions } from "../session/place.ts";
import { processLimit } from "../session/process-limit.ts";
import type { Sessions } from "../session/sessions.ts";
import type { SettingsPatch, SettingsStore } from "../settings/settings.ts";
import type { TrustGate } from "../session/trust.ts";

type Names =
  | "listBackends"
  | "listPersonas"
  | "previewPrompt"
  | "getSettings"
  | "updateSettings"
  | "trustFolder";

type LimitName =
  | "maxProcesses"
  | "sleepAfterMinutes"
  | "keepStoppedDays"
  | "resumesAfterLimit"
  | "sessionBudgetUsd";

export interface CatalogueOptions {
  cwd: string;
  backends: Backends;
  health: BackendHealth;
  personas: PersonaLibrary;
  personaWatch: Pick<PersonaWatch, "told">;
  projects: PlaceOptions["projects"];
  settings: SettingsStore;
  settingsChanged: (settings: Settings) => void;
  trust: TrustGate;
}

/** Handlers of what a session can be made of: backends, personas, settings, trusted folders. */
export function catalogueHandlers(
  sessions: Pick<Sessions, "preview">,
  options: CatalogueOptions,
): Pick<Handlers, Names> {
  const { backends, health, settings } = options;

  async function shown(): Promise<Settings> {
    const { cliBackend, backendsOff, maxProcesses, ...limits } = settings.get();
    const { sleepAfterMinutes, keepStoppedDays, resumesAfterLimit, sessionBudgetUsd } = limits;
    return {
      cliBackend: cliBackend ?? (await health.defaultBackend()),
      isBackendChosen: cliBackend !== null,
      backendsOff,
      maxProcesses,
      processLimit: processLimit(maxProcesses),
      sleepAfterMinutes,
      keepStoppedDays,
      resumesAfterLimit,
      sessionBudgetUsd,
    };
  }

  return {
    listBackends: async ({ refresh }) => ({ backends: await health.list(refresh ?? false) }),
    async listPersonas(params) {
      const place = await findPlace(options, params);
      const here = await options.personas(place);
      options.personaWatch.told(place, here);
      return listedPersonas(here);
    },
    previewPrompt: (params) => sessions.preview(params),
    getSettings: async () => ({
      settings: await shown(),
      cwd: options.cwd,
      settingsFile: settings.file,
    }),
    async updateSettings({ settings: { cliBackend, backendsOff, ...limits } }) {
      const patch = {
        ...(await changedChoice(backends, { cliBackend, backendsOff }, settings.get())),
        ...definedOnly(limits),
      };
      if (Object.keys(patch).length === 0) return { settings: await shown() };
      await settings.update(patch);
      health.settingsChanged();
      const changed = await shown();
      options.settingsChanged(changed);
      return { settings: changed };
    },
    async trustFolder({ cwd, hash }) {
      await options.trust.trust(cwd, hash);
      return {};
    },
  };
}

/** An undefined value would take the stored one away. */
function definedOnly(limits: ParsedParamsOf<"updateSettings">["settings"]): Pick<SettingsPatch, LimitName> {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
