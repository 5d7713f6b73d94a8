import type { AnyCodes, Said } from "./said.ts";

/** The outcome of something that may fail in an expected way. Bugs throw; expected failures are values. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** A success. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** An expected failure. */
export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/**
 * One thing that is wrong with a document, where it is and by which rule: a stable code in kebab-case with its facts.
 * `words/problems.ts` says it and `docs/errors.md` lists it. `Codes` are the codes that may occur.
 */
export type Problem<Codes = AnyCodes> = Said<Codes> & {
  /** JSON pointer (RFC 6901) into the document: `/limits/3/value`. */
  readonly pointer: string;
};

/** For the end of an exhaustive `switch`: the compiler proves that it is never reached. */
export function never(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
