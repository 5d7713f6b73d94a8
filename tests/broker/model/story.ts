import fc from "fast-check";

/** What a client does next. A story has few clients, ids and contents, so that they collide. */
export type Step =
  | { readonly kind: "connect"; readonly client: number; readonly isClean: boolean }
  | { readonly kind: "publish"; readonly qos: 0 | 1 | 2; readonly id: number; readonly content: number; readonly isDup: boolean }
  | { readonly kind: "pubrel"; readonly id: number }
  /** What was said so far leaves, and everything that is due to it comes. */
  | { readonly kind: "settle" }
  /** What was said so far leaves, and nobody waits. */
  | { readonly kind: "send" }
  /** Only so much of what was said and has not left leaves, then the socket breaks. */
  | { readonly kind: "cut"; readonly share: number }
  /** The client ends its side, with a DISCONNECT or without, and hears what is due to it. */
  | { readonly kind: "end"; readonly isPolite: boolean }
  /** The broker stops and starts; or it breaks with whatever it holds. */
  | { readonly kind: "restart" }
  | { readonly kind: "crash" };

export const CONTENTS = 6;

const publish = fc.record({
  kind: fc.constant("publish" as const),
  qos: fc.constantFrom(0 as const, 1 as const, 2 as const, 2 as const),
  id: fc.integer({ min: 1, max: 3 }),
  content: fc.integer({ min: 0, max: CONTENTS - 1 }),
  isDup: fc.boolean(),
});
const connect = fc.record({
  kind: fc.constant("connect" as const),
  client: fc.integer({ min: 0, max: 1 }),
  isClean: fc.boolean(),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: publish },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("pubrel" as const), id: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 4, arbitrary: connect },
  { weight: 3, arbitrary: fc.constant({ kind: "settle" as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: "send" as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cut" as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("end" as const), isPolite: fc.boolean() }) },
);

/** Stories of a client that comes and goes, in which the broker goes down, too. */
export function stories(downs: readonly ("restart" | "crash")[], maxLength: number): fc.Arbitrary<readonly Step[]> {
  const down = fc.constantFrom(...downs).map((kind): Step => ({ kind }));
  const any = fc.oneof({ weight: 26, arbitrary: step }, { weight: 1, arbitrary: down });
  const rest = fc.array(any, { minLength: Math.floor(maxLength / 3), maxLength, size: "max" });
  return fc.tuple(connect, rest).map(([first, more]) => [first, ...more]);
}
