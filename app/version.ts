/** The product's version; `tests/documents.test.ts` holds it to package.json. */
export const VERSION = "0.1.0";
