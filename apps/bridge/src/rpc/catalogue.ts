import { composePrompt, type Persona, templateFor } from "@switchyard/core/persona";
import type { BackendId, PersonaId, PersonaInfo, Settings } from "@switchyard/core/protocol";
import type { Registry } from "@switchyard/core/registry";
import type { Backend } from "@switchyard/core/backend";
import type { BackendHealth } from "../backends/health.ts";
import type { Handlers } from "../server/handlers.ts";
import type { SettingsStore } from "../settings/settings.ts";
import type { TrustGate } from "../session/trust.ts";

type Names =
  | "listBackends"
  | "listPersonas"
  | "previewPrompt"
  | "getSettings"
  | "updateSettings"
  | "trustFolder";

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
export function catalogueHandlers(options: CatalogueOptions): Pick<Handlers, Names> {
  const { backends, settings } = options;
  const shown = (): Settings => ({ cliBackend: backends.need(settings.get().cliBackend).id });

  return {
    listBackends: async ({ refresh }) => ({ backends: await options.health.list(refresh ?? false) }),
    listPersonas: async () => ({ personas: [...(await options.personas())].map(personaInfo) }),
    async previewPrompt({ persona: id, task, beadId, cwd }) {
      const persona = (await options.personas()).need(id);
      const variables = { cwd: cwd ?? options.cwd, bead_id: beadId ?? null, task: task ?? null };
      return {
        prompt: composePrompt(persona, task, variables),
        template: templateFor(persona, task)?.text ?? "",
      };
    },
    getSettings: () => ({ settings: shown(), cwd: options.cwd }),
    async updateSettings({ settings: patch }) {
      if (patch.cliBackend !== undefined) {
        await settings.update({ cliBackend: backends.need(patch.cliBackend).id });
        options.settingsChanged(shown());
      }
      return { settings: shown() };
    },
    async trustFolder({ cwd, hash }) {
      await options.trust.trust(cwd, hash);
      return {};
    },
  };
}

function personaInfo(persona: Persona): PersonaInfo {
  return {
    id: persona.id,
    displayName: persona.displayName,
    description: persona.description,
    icon: persona.icon,
    tasks: persona.templates.map((template) => template.task),
    source: persona.source,
    ...(persona.backend === undefined ? {} : { backend: persona.backend }),
    ...(persona.model === undefined ? {} : { model: persona.model }),
  };
}
