/** In the long run a property is tried often; in `npm test` a part of it is enough to see that it still stands. */
const SHARE = 8;

/** Whether this is `npm run test:long`. */
export const IS_LONG = process.env["OUTFALL_TEST_LONG"] === "1";

/** How often a property is tried: `often` times in `npm run test:long`, an eighth of it else. */
export function runs(often: number): number {
  return IS_LONG ? often : Math.ceil(often / SHARE);
}

/** True where only it counts that a property fails, not how small the example can be made. */
export const FIRST_FAILURE_ENDS = process.env["OUTFALL_TEST_FIRST_FAILURE_ENDS"] === "1";

/** The seed of a property: always the same one, so that a failure comes again, or the one that is asked for. */
export function seed(usual: number): number {
  return Number(process.env["OUTFALL_TEST_SEED"] ?? usual);
}

/** What a property of many runs may take on a machine that does other things; alone it takes a tenth of it. */
export const BUSY_MS = 300_000;
