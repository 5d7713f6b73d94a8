/** The part of pino that shells use. Message text is constant; facts are fields. */
export interface Log {
  error(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  info(facts: object, message: string): void;
  debug(facts: object, message: string): void;
}

/** For tests and callers that keep quiet. */
export const NO_LOG: Log = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
