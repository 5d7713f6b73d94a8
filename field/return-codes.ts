/** QnRtn: what a device says to a request (9011). @see docs/sources.md#hj-212-answers */
const REQUEST: Readonly<Record<number, string>> = {
  1: "will execute",
  2: "refused",
  3: "wrong password",
  4: "wrong MN",
  5: "wrong ST",
  6: "wrong Flag",
  7: "wrong QN",
  8: "command not supported",
  9: "wrong CRC",
  100: "unknown error",
};

/** ExeRtn: what a device says after it has executed a request (9012). */
const EXECUTION: Readonly<Record<number, string>> = {
  1: "done",
  2: "failed for an unknown reason",
  3: "the conditions of the request are wrong",
  4: "the analyser did not answer",
  5: "busy",
  6: "system fault",
  100: "no data",
};

/** The device will do what was asked, or has done it. */
export const SUCCESS = 1;
/** QnRtn of a device that does not know the command. */
export const NOT_SUPPORTED = 8;
/** ExeRtn of a history request for a time of which the device has nothing. */
export const NO_DATA = 100;

/** Both tables are open: a number that is not in them is told as it is. */
export function requestCodeText(code: number): string {
  return `QnRtn=${code}: ${REQUEST[code] ?? "not in the standard"}`;
}

/** As `requestCodeText`, for ExeRtn. */
export function executionCodeText(code: number): string {
  return `ExeRtn=${code}: ${EXECUTION[code] ?? "not in the standard"}`;
}
