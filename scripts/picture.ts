// Takes the pictures of the README from a running demo. Needs a Chromium, named by OUTFALL_TEST_CHROMIUM when it is not
// /usr/bin/chromium.
import { statSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { freshDirectory } from "./harness/left-behind.ts";
import { pause } from "./harness/pause.ts";
import { startProduct } from "./harness/product.ts";
import { ROOT } from "./harness/root.ts";
import { type Outcome, runScript } from "./harness/run-script.ts";

const BROWSER = process.env["OUTFALL_TEST_CHROMIUM"] ?? "/usr/bin/chromium";
const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const CASES_MS = 90_000;
const LOOK_MS = 500;
const CHART_MS = 2_000;
/** Long enough for the sparklines and the fleet's values to stand. */
const SETTLE_MS = 15_000;
const LARGEST_BYTES = 300_000;

await runScript(async (): Promise<Outcome> => {
  const product = await startProduct({
    dataDir: freshDirectory("picture"),
    args: ["--demo"],
    env: { OUTFALL_LOG_LEVEL: "error" },
  });
  const { http } = product.ready;
  const base = `http://${http.host}:${http.port}`;
  const browser = await chromium.launch({ executablePath: BROWSER, args: BROWSER_ARGS });
  try {
    await takeCase(await logIn(browser, base, "street"), base);
    await takeLive(await logIn(browser, base, "bureau"), base);
  } finally {
    await browser.close();
    await product.stop();
  }
  return { kept: true };
});

async function logIn(browser: Browser, base: string, name: string): Promise<Page> {
  const context = await browser.newContext({
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
  });
  const data = { username: name, password: `demo-${name}` };
  const answer = await context.request.post(`${base}/api/v1/session`, { data, headers: { origin: base } });
  if (!answer.ok()) throw new Error(`log-in as ${name}: ${answer.status()}`);
  return context.newPage();
}

async function takeLive(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/now`);
  await pause(SETTLE_MS);
  await save(page, "picture-live.png");
}

interface ListedCase {
  readonly id: string;
  readonly rule: string;
}

/** The exceedance with the law it rests on, once both cases of the demo stand. */
async function takeCase(page: Page, base: string): Promise<void> {
  const end = Date.now() + CASES_MS;
  for (;;) {
    const answer = await page.request.get(`${base}/api/v1/cases`);
    const { items } = (await answer.json()) as { readonly items: readonly ListedCase[] };
    const exceedance = items.find((c) => c.rule === "EXCEED-HOUR");
    if (exceedance !== undefined && items.length >= 2) {
      await page.goto(`${base}/cases/${encodeURIComponent(exceedance.id)}`);
      await page.locator(".chart canvas").waitFor();
      await pause(CHART_MS);
      return save(page, "picture.png");
    }
    if (Date.now() > end) throw new Error(`only ${items.length} cases after ${CASES_MS} ms`);
    await pause(LOOK_MS);
  }
}

async function save(page: Page, name: string): Promise<void> {
  const path = join(ROOT, "docs", name);
  await page.screenshot({ path });
  const { size } = statSync(path);
  if (size > LARGEST_BYTES) throw new Error(`${name} has ${size} bytes, more than ${LARGEST_BYTES}`);
  console.log(`${path} ${size} bytes`);
}
