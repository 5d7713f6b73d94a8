/** How long something may take that comes at once on a machine that is not busy: a bound, no expectation. */
const BOUND_MS = 20_000;

/**
 * What is waited for, or an error that says what it was: a test that waits has an end of its own and does not run into
 * the end of the whole run.
 */
export async function within<Value>(waited: Promise<Value>, what: () => string, milliseconds = BOUND_MS): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${milliseconds} ms: ${what()}`)), milliseconds);
  });
  try {
    return await Promise.race([waited, over]);
  } finally {
    clearTimeout(timer);
  }
}
