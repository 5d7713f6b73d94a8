/**
 * Something that was decided, as a code with typed facts. It is stored, sent between rooms and compared as it is; a
 * sentence is made of it where a person reads it, in that person's language (`words/`).
 *
 * `Map` lists each code with the type of its facts, for example `{ "too-few-minutes": { readonly valid: number;
 * readonly required: number } }`.
 */
export type Said<Map> = { [Code in keyof Map & string]: { readonly code: Code; readonly facts: Map[Code] } }[keyof Map & string];

/** Facts of any code, where the code is not known to the compiler. */
export type Facts = Readonly<Record<string, unknown>>;

/** Codes that are not known to the compiler: whoever takes them can store and count them, not say them. */
export type AnyCodes = Readonly<Record<string, Facts>>;

/** No codes at all: what stands where none are declared. */
export type NoCodes = Readonly<Record<never, never>>;

/** The facts of a code that has none. */
export type NoFacts = Readonly<Record<never, never>>;

/** A code with its facts, whoever declares them. */
export interface AnySaid {
  readonly code: string;
  readonly facts: object;
}
