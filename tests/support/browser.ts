import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { BROWSER_ARGS } from "../../scripts/harness/browser-path.ts";

const CANDIDATES = [
  process.env["OUTFALL_TEST_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The browser that the tests of the pages drive; `undefined` where none is installed. */
export const BROWSER_PATH: string | undefined = CANDIDATES.find((path) => path !== undefined && existsSync(path));

if (BROWSER_PATH === undefined) {
  console.warn("tests/browser is skipped: no Chromium found; OUTFALL_TEST_CHROMIUM may name one");
}

/** Starts the browser without anything that would reach out of this machine by itself. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ ...(BROWSER_PATH !== undefined && { executablePath: BROWSER_PATH }), args: [...BROWSER_ARGS] });
}
