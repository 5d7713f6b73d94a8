/** The product's version; `tests/documents.test.ts` holds it to package.json. */
export const VERSION = "0.1.0";

/** The day of this edition, in Beijing: a clock that stands before it is wrong. Set with the version. */
export const EDITION_OF = "2026-11-01";
