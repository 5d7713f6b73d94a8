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

/** One thing that is wrong with a document, where it is and by which rule. */
export interface Problem {
  /** JSON pointer (RFC 6901) into the document: `/limits/3/value`. */
  readonly pointer: string;
  /** Stable code in kebab-case, listed in `docs/errors.md`. */
  readonly code: string;
  readonly message: string;
}

/** For the end of an exhaustive `switch`: the compiler proves that it is never reached. */
export function never(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
