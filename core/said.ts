/**
 * Something that was decided, as a code with typed facts. It is stored, sent between rooms and compared as it is; a sentence is made of it where a
 * person reads it, in that person's language (`words/`).
 *
 * `Map` lists each code with the type of its facts, for example `{ "too-few-minutes": { readonly valid: number; readonly required: number } }`.
 */
export type Said<Map> = { [Code in keyof Map & string]: { readonly code: Code; readonly facts: Map[Code] } }[keyof Map & string];

/** Facts of any code, where the code is not known to the compiler. */
export type Facts = Readonly<Record<string, unknown>>;

/** Codes that are not known to the compiler: whoever takes them can store and count them, not say them. */
export type AnyCodes = Readonly<Record<string, Facts>>;

/** The facts of a code that has none. */
export type NoFacts = Readonly<Record<never, never>>;

/** Any code with its facts, where only equality matters. */
interface SaidAnything {
  readonly code: string;
  readonly facts: unknown;
}

/** True when both say the same: the code and every fact of it. */
export function isSameSaid(a: SaidAnything, b: SaidAnything): boolean {
  return a.code === b.code && JSON.stringify(a.facts) === JSON.stringify(b.facts);
}

/** Makes a `Said` of a code and its facts; the compiler checks that they belong together. */
export function said<Map, Code extends keyof Map & string>(code: Code, facts: Map[Code]): Said<Map> {
  return { code, facts } as unknown as Said<Map>;
}
