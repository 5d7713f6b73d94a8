// Takes the pictures of the README from a running demo, in both languages. Needs a Chromium, named by
// OUTFALL_TEST_CHROMIUM when it is not /usr/bin/chromium. A picture is written only once all of them are taken.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { BROWSER_ARGS, BROWSER_PATH } from "./harness/browser-path.ts";
import { freshDirectory } from "./harness/left-behind.ts";
import { pause } from "./harness/pause.ts";
import { startProduct } from "./harness/product.ts";
import { ROOT } from "./harness/root.ts";
import { type Outcome, runScript } from "./harness/run-script.ts";

const CASES_MS = 90_000;
const LOOK_MS = 500;
/** A page stands still when two looks in a row are the same; what moves all the time is taken at the end. */
const STILL_MS = 1_000;
const MOST_LOOKS = 20;
const LARGEST_BYTES = 300_000;

const LANGUAGES = ["zh", "en"] as const;
type Language = (typeof LANGUAGES)[number];

await runScript(async (): Promise<Outcome> => {
  if (!existsSync(BROWSER_PATH)) throw new Error(`no Chromium at ${BROWSER_PATH}: OUTFALL_TEST_CHROMIUM may name one`);
  const product = await startProduct({
    dataDir: freshDirectory("picture"),
    args: ["--demo"],
    env: { OUTFALL_LOG_LEVEL: "error" },
  });
  const { http } = product.ready;
  const base = `http://${http.host}:${http.port}`;
  const browser = await chromium.launch({ executablePath: BROWSER_PATH, args: [...BROWSER_ARGS] });
  try {
    const pictures = new Map<string, Buffer>();
    for (const language of LANGUAGES) {
      const name = language === "en" ? "picture.en.png" : "picture.png";
      pictures.set(name, await takeCase(await logIn(browser, base, { name: "street", language }), base));
    }
    for (const [name, picture] of pictures) save(name, picture);
  } finally {
    await browser.close();
    await product.stop();
  }
  return { kept: true };
});

interface Visitor {
  readonly name: string;
  readonly language: Language;
}

/** A page of somebody who has been here before: the first words of the role are put away. */
async function logIn(browser: Browser, base: string, { name, language }: Visitor): Promise<Page> {
  const context = await browser.newContext({
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
  });
  const data = { username: name, password: `demo-${name}` };
  const answer = await context.request.post(`${base}/api/v1/session`, { data, headers: { origin: base } });
  if (!answer.ok()) throw new Error(`log-in as ${name}: ${answer.status()}`);
  const { welcome } = (await answer.json()) as { readonly welcome: readonly string[] };
  for (const role of welcome) {
    await context.request.post(`${base}/api/v1/session/welcome`, { data: { role }, headers: { origin: base } });
  }
  const page = await context.newPage();
  await page.addInitScript((chosen) => localStorage.setItem("outfall.lang", chosen), language);
  return page;
}

/** The page once nothing moves on it any more, or has moved for long enough. */
async function standing(page: Page): Promise<Buffer> {
  let before = await page.screenshot();
  for (let look = 0; look < MOST_LOOKS; look++) {
    await pause(STILL_MS);
    const now = await page.screenshot();
    if (now.equals(before)) break;
    before = now;
  }
  await page.context().close();
  return before;
}

interface ListedCase {
  readonly id: string;
  readonly rule: string;
}

/** The exceedance with the law it rests on, once both cases of the demo stand. */
async function takeCase(page: Page, base: string): Promise<Buffer> {
  const end = Date.now() + CASES_MS;
  for (;;) {
    const answer = await page.request.get(`${base}/api/v1/cases`);
    const { items } = (await answer.json()) as { readonly items: readonly ListedCase[] };
    const exceedance = items.find((c) => c.rule === "EXCEED-HOUR");
    if (exceedance !== undefined && items.length >= 2) {
      await page.goto(`${base}/cases/${encodeURIComponent(exceedance.id)}`);
      await page.locator(".chart canvas").waitFor();
      return standing(page);
    }
    if (Date.now() > end) throw new Error(`only ${items.length} cases after ${CASES_MS} ms`);
    await pause(LOOK_MS);
  }
}

function save(name: string, picture: Buffer): void {
  if (picture.length > LARGEST_BYTES) throw new Error(`${name} has ${picture.length} bytes, more than ${LARGEST_BYTES}`);
  const path = join(ROOT, "docs", name);
  writeFileSync(path, picture);
  console.log(`${path} ${picture.length} bytes`);
}
