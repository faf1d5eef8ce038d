import fc from "fast-check";
import { expect, test } from "vitest";
import { makeRegistry } from "./registry.ts";

interface Named {
  readonly id: string;
}

const options = {
  idOf: (value: Named) => value.id,
  onMiss: (id: string, present: readonly string[]) => new Error(`no ${id} in ${present.join(",")}`),
};

const ids = fc.uniqueArray(fc.string(), { maxLength: 20 });

test("every value is found under its id, and in the order it came", () => {
  fc.assert(
    fc.property(ids, (given) => {
      const values = given.map((id) => ({ id }));
      const registry = makeRegistry(values, options);
      expect([...registry]).toEqual(values);
      expect(registry.ids).toEqual(given);
      for (const value of values) {
        expect(registry.get(value.id)).toBe(value);
        expect(registry.need(value.id)).toBe(value);
      }
    }),
  );
});

test("an id that is not there is undefined to get and an error to need, names of Object's included", () => {
  fc.assert(
    fc.property(
      ids,
      fc.oneof(fc.string(), fc.constantFrom("__proto__", "constructor", "toString")),
      (given, id) => {
        fc.pre(!given.includes(id));
        const registry = makeRegistry(
          given.map((each) => ({ id: each })),
          options,
        );
        expect(registry.get(id)).toBeUndefined();
        expect(() => registry.need(id)).toThrow(`no ${id} in ${given.join(",")}`);
      },
    ),
  );
});

test("two values of one id are refused wherever they stand", () => {
  fc.assert(
    fc.property(
      ids.filter((given) => given.length > 0),
      fc.nat(),
      fc.nat(),
      (given, from, to) => {
        const twice = given[from % given.length]!;
        const values = given.toSpliced(to % (given.length + 1), 0, twice).map((id) => ({ id }));
        expect(() => makeRegistry(values, options)).toThrow(`"${twice}" is registered twice.`);
      },
    ),
  );
});

test("an alias leads to its value and is not listed", () => {
  const registry = makeRegistry([{ id: "claude" }], { ...options, aliases: { "claude-code": "claude" } });
  expect(registry.get("claude-code")).toBe(registry.get("claude"));
  expect(registry.ids).toEqual(["claude"]);
  expect([...registry]).toHaveLength(1);
});

test("an alias that is an id is refused, one that leads to nothing is a miss", () => {
  const aliases = { gemini: "claude" };
  expect(() => makeRegistry([{ id: "claude" }, { id: "gemini" }], { ...options, aliases })).toThrow(
    '"gemini" is both an id and an alias.',
  );
  expect(() => makeRegistry([], { ...options, aliases }).need("gemini")).toThrow("no gemini in ");
});

test("a registry keeps what it was made of when its list changes", () => {
  const values = [{ id: "a" }];
  const registry = makeRegistry(values, options);
  values.push({ id: "b" });
  expect([...registry]).toEqual([{ id: "a" }]);
  expect(registry.get("b")).toBeUndefined();
});
