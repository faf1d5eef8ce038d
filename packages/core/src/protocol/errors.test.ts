import fc from "fast-check";
import { expect, test } from "vitest";
import { ErrorCode, InvalidParamsError, RpcCode, SwitchyardError } from "./errors.ts";
import { methods } from "./methods.ts";

test("an error carries its code, message and data", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...ErrorCode.options),
      fc.string(),
      fc.dictionary(fc.string(), fc.jsonValue()),
      (code, message, data) => {
        const error = new SwitchyardError(code, message, data);
        expect(error).toBeInstanceOf(Error);
        expect({ name: error.name, code: error.code, message: error.message, data: error.data }).toEqual({
          name: "SwitchyardError",
          code,
          message,
          data,
        });
      },
    ),
  );
});

test("an error without data has an empty record, not an absent one", () => {
  expect(new SwitchyardError("SESSION_NOT_FOUND", "m").data).toEqual({});
});

test("parameters that the state of things does not take are told as zod tells its own", () => {
  const error = new InvalidParamsError(["decision"], "is not one of the request's options");
  expect(error).toMatchObject({ name: "InvalidParamsError", message: "is not one of the request's options" });
  expect(error.issues).toEqual([{ path: ["decision"], message: error.message }]);
});

test("the codes of JSON-RPC are the ones of its specification", () => {
  expect(RpcCode).toEqual({
    PARSE_ERROR: -32700,
    INVALID_REQUEST: -32600,
    METHOD_NOT_FOUND: -32601,
    INVALID_PARAMS: -32602,
    INTERNAL_ERROR: -32603,
    SERVER_ERROR: -32000,
  });
});

test("every method's errors are codes of the protocol, each named once", () => {
  for (const [name, { errors }] of Object.entries(methods)) {
    expect(new Set(errors).size, name).toBe(errors.length);
    for (const code of errors) expect(ErrorCode.options, name).toContain(code);
  }
});
