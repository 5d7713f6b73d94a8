import type { NoFacts } from "./said.ts";

/** What may be wrong with one field of anything that comes in, whatever it is about. */
export interface RequestProblemCodes {
  required: NoFacts;
  "unknown-field": { readonly field: string };
  /** `expected` is the name of a JSON type, or `null` where several are possible. */
  "wrong-type": { readonly expected: string | null };
  /** `form` is a regular expression or the name of a form (`url`); `null` where the form has no name. */
  "wrong-format": { readonly form: string | null };
  /** No frame of HJ 212 carries it as a password; `most` characters it may have. */
  "not-for-a-frame": { readonly most: number };
  "unwritable-text": NoFacts;
  "not-utf8": NoFacts;
  /** `most` is how many objects and arrays may stand in one another. */
  "too-deep": { readonly most: number };
  /** Of one body: objects, arrays, and what commas part. */
  "too-many-values": { readonly most: number };
  "only-blanks": NoFacts;
  "reserved-id": { readonly id: string };
  "ring-not-closed": NoFacts;
  /**
   * Both bounds are inclusive; `null` where there is none. `of` says what is measured: the number, its characters, its
   * items, or a span of days.
   */
  "out-of-range": {
    readonly of: "number" | "characters" | "items" | "days";
    readonly min: number | null;
    readonly max: number | null;
  };
  "not-allowed-value": { readonly allowed: readonly string[] };
  "not-a-time": NoFacts;
  "time-without-offset": NoFacts;
  /** The time would be one if the blank in it were the plus that it was in the address. */
  "plus-not-encoded": NoFacts;
  "not-a-date": NoFacts;
  "from-not-before-to": NoFacts;
  /** The device has no SM4 key that could be changed. */
  "no-key-to-change": { readonly mn: string };
  /** What is sent for one thing names another; `id` is the one of the path. */
  "id-differs": { readonly id: string };
}
