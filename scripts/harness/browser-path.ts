/** The browser that scripts drive: Debian's, or the one that is named. */
export const BROWSER_PATH = process.env["OUTFALL_TEST_CHROMIUM"] ?? "/usr/bin/chromium";

/** Without anything that would reach out of this machine by itself. */
export const BROWSER_ARGS: readonly string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
