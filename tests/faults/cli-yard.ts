import { join } from "node:path";
import { installChaosCli } from "../chaos/cli/install.ts";
import { startYard, type Yard } from "../integration/yard.ts";

/** A bridge whose Claude Code is the chaos CLI: what stands in prompts as `[[order]]` is done at once. */
export function startCliYard(options: { home?: string } = {}): Promise<Yard> {
  return startYard({
    ...options,
    settings: async ({ home }) => {
      const { program } = await installChaosCli(join(home, "cli"));
      return { backends: { claude: { path: program } } };
    },
  });
}
