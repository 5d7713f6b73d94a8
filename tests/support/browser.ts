import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

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
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({ ...(BROWSER_PATH !== undefined && { executablePath: BROWSER_PATH }), args });
}
