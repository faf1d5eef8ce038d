import { BackendId, ProjectId } from "@switchyard/core/protocol";
import { expect, test } from "vitest";
import { makeBackendRegistry } from "../backends/registry.ts";
import { parrot } from "../plugins/parrot.testkit.ts";
import { type BackendAsked, chooseBackend } from "./choose-backend.ts";

const A = BackendId.parse("a");
const B = BackendId.parse("b");
const C = BackendId.parse("c");

test("the one that is named goes first, then the persona's, then the default", async () => {
  expect(await chosen({ named: "a", preferred: B })).toBe("a");
  expect(await chosen({ preferred: B })).toBe("b");
  expect(await chosen({})).toBe("c");
});

test("a persona's backend that is off or not there is no reason not to start", async () => {
  expect(await chosen({ preferred: B }, { off: [B] })).toBe("c");
  expect(await chosen({ preferred: B, project: projectWithout(B) })).toBe("c");
  expect(await chosen({ preferred: BackendId.parse("nobody") })).toBe("c");
});

test("one that is off in the project is refused there, named or not", async () => {
  const refusal = {
    code: "BACKEND_UNAVAILABLE",
    message: "Parrot is turned off for this project, shop. Turn it on there, or choose another backend.",
  };
  await expect(chosen({ named: "a", project: projectWithout(A) })).rejects.toMatchObject(refusal);
  await expect(chosen({ project: projectWithout(C) })).rejects.toMatchObject(refusal);
});

async function chosen(
  asked: Partial<BackendAsked>,
  { off = [] }: { off?: BackendId[] } = {},
): Promise<string> {
  const options = {
    backends: makeBackendRegistry([A, B, C].map((id) => ({ ...parrot(), id }))),
    defaultBackend: () => Promise.resolve(C),
    isBackendOff: (id: BackendId) => off.includes(id),
  };
  return (await chooseBackend(options, { named: undefined, project: null, ...asked })).id;
}

function projectWithout(id: BackendId) {
  return {
    projectId: ProjectId.parse("p"),
    path: "/shop",
    name: "shop",
    cliBackend: null,
    backendsOff: [id],
  };
}
