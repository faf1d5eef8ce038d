import { afterAll } from "vitest";
import { type ProjectYard, startProjectYard } from "./project-yard.ts";

/** A part of a yard that others use too: a folder in it as its home, and the projects that it adds. */
export type YardPart = Omit<ProjectYard, "restart">;

/**
 * The yards of one file's tests, one for each `bd`, from the first test that asks for it until the last one's end.
 * Each test takes a part: at its end the list of projects is empty again.
 */
export function shareYards(): (options: { bd: string | null }) => Promise<YardPart> {
  const yards = new Map<string | null, Promise<ProjectYard>>();
  let parts = 0;
  afterAll(async () => {
    const started = await Promise.allSettled(yards.values());
    const ends = started.map(async (each) =>
      each.status === "fulfilled" ? each.value[Symbol.asyncDispose]() : undefined,
    );
    await Promise.all(ends);
  });
  return async (options) => {
    const starting = yards.get(options.bd) ?? startProjectYard(options);
    yards.set(options.bd, starting);
    parts += 1;
    return partOf(await starting, `part-${parts}`);
  };
}

async function partOf(yard: ProjectYard, name: string): Promise<YardPart> {
  const { bridge, client, bd } = yard;
  return {
    home: await yard.folder(name),
    ...{ bridge, client, bd },
    folder: (...names) => yard.folder(name, ...names),
    async [Symbol.asyncDispose]() {
      const { projects } = await client.call("getProjects", {});
      await Promise.all(projects.map(({ projectId }) => client.call("removeProject", { projectId })));
    },
  };
}
