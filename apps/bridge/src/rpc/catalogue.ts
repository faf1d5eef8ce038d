import type { Persona } from "@switchyard/core/persona";
import type { BackendId, ParsedParamsOf, PersonaId, PersonaInfo, Settings } from "@switchyard/core/protocol";
import type { Registry } from "@switchyard/core/registry";
import type { Backend } from "@switchyard/core/backend";
import type { BackendHealth } from "../backends/health.ts";
import type { Handlers } from "../server/handlers.ts";
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
  backends: Registry<BackendId, Backend>;
  health: BackendHealth;
  personas: () => Promise<Registry<PersonaId, Persona>>;
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
    listPersonas: async () => ({ personas: [...(await options.personas())].map(personaInfo), problems: [] }),
    previewPrompt: (params) => sessions.preview(params),
    getSettings: async () => ({
      settings: await shown(),
      cwd: options.cwd,
      settingsFile: settings.file,
    }),
    async updateSettings({ settings: { cliBackend, backendsOff, ...limits } }) {
      const patch = {
        ...(cliBackend === undefined
          ? {}
          : { cliBackend: cliBackend === null ? null : backends.need(cliBackend).id }),
        ...(backendsOff === undefined ? {} : { backendsOff: backendsOff.map((id) => backends.need(id).id) }),
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

function personaInfo(persona: Persona): PersonaInfo {
  return {
    id: persona.id,
    displayName: persona.displayName,
    description: persona.description,
    icon: persona.icon,
    tasks: persona.templates.map((template) => template.task),
    suits: persona.suits.map(({ types, roles, task }) => ({
      types: [...types],
      roles: [...roles],
      ...(task === undefined ? {} : { task }),
    })),
    source: persona.source,
    layer: persona.layer,
    packVersion: persona.packVersion,
    hash: persona.hash,
    file: persona.file,
    overrides: [],
    variables: [...persona.variables],
    ignored: [...persona.ignored],
    problems: [...persona.problems],
    ...(persona.backend === undefined ? {} : { backend: persona.backend }),
    ...(persona.model === undefined ? {} : { model: persona.model }),
  };
}
