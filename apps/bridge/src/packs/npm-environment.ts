import { agentEnvironment, type OwnPlaces } from "../process/environment.ts";

/**
 * What the user's npm gets: what an agent gets, and what the user told npm by variables (which registry, a token).
 * An npm that started us has put its own there too, in small letters; of those only how a registry is reached stays.
 */
export function npmEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  places: OwnPlaces,
): Record<string, string> {
  const isStartedByNpm = env["npm_execpath"] !== undefined;
  const told = Object.entries(env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && (isStartedByNpm ? MAY_STAY.test(entry[0]) : /^npm_/i.test(entry[0])),
  );
  return { ...agentEnvironment(env, places), ...Object.fromEntries(told) };
}

const MAY_STAY =
  /^(?:NPM_.*|npm_config_(?:registry|proxy|https?_proxy|noproxy|ca|cafile|cert|key|strict_ssl|userconfig|globalconfig|[@/].*))$/;
