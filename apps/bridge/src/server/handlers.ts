import type { MethodName, ParsedParamsOf, ResultOf } from "@switchyard/core/protocol";

/** What the server does by itself: the handshake, and who is sent which chunks. */
export type OwnMethod = "hello" | "subscribeSession" | "unsubscribeSession";

/** Every other method of the table; one that is missing does not compile. */
export type HandledMethod = Exclude<MethodName, OwnMethod>;

/** One function a method; it throws `SwitchyardError` for a refusal that the client can act on. */
export type Handlers = {
  readonly [M in HandledMethod]: (params: ParsedParamsOf<M>) => ResultOf<M> | Promise<ResultOf<M>>;
};
