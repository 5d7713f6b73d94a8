// Takes the pictures of the README from a running demo: `node scripts/picture.mjs`. Needs a Chromium, named by OUTFALL_TEST_CHROMIUM when it is not /usr/bin/chromium.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const BROWSER = process.env.OUTFALL_TEST_CHROMIUM ?? "/usr/bin/chromium";
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
/** Long enough for the sparklines and the fleet's values to stand. */
const SETTLE_MS = 15_000;
const LARGEST_BYTES = 300_000;

const dataDir = mkdtempSync(join(tmpdir(), "outfall-picture-"));
const product = startDemo();
let browser;
try {
  const base = await readyUrl(product);
  browser = await chromium.launch({ executablePath: BROWSER, args: BROWSER_ARGS });
  const street = await logIn(base, "street");
  await takeCase(street, base);
  const bureau = await logIn(base, "bureau");
  await bureau.goto(`${base}/now`);
  await bureau.waitForTimeout(SETTLE_MS);
  await save(bureau, "picture-live.png");
} finally {
  await browser?.close();
  const gone = new Promise((done) => product.once("exit", done));
  product.kill("SIGTERM");
  await gone;
  rmSync(dataDir, { recursive: true, force: true });
}

function startDemo() {
  const ports = { OUTFALL_HTTP_PORT: "0", OUTFALL_MQTT_PORT: "0", OUTFALL_HJ212_PORT: "0" };
  return spawn(process.execPath, [join(ROOT, "bin/outfall.js"), "start", "--demo"], {
    env: { ...process.env, ...ports, OUTFALL_DATA_DIR: dataDir, OUTFALL_LOG_LEVEL: "error" },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function readyUrl(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line);
    if (said.event === "ready") return `http://${said.http.host}:${said.http.port}`;
  }
  throw new Error("the demo ended before it was ready");
}

async function logIn(base, name) {
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

/** The exceedance with the law it rests on, once both cases of the demo stand. */
async function takeCase(page, base) {
  const end = Date.now() + CASES_MS;
  for (;;) {
    const { items } = await (await page.request.get(`${base}/api/v1/cases`)).json();
    const exceedance = items.find((c) => c.rule === "EXCEED-HOUR");
    if (exceedance !== undefined && items.length >= 2) {
      await page.goto(`${base}/cases/${encodeURIComponent(exceedance.id)}`);
      await page.locator(".chart canvas").waitFor();
      await page.waitForTimeout(2_000);
      return save(page, "picture.png");
    }
    if (Date.now() > end) throw new Error(`only ${items.length} cases after ${CASES_MS} ms`);
    await page.waitForTimeout(500);
  }
}

async function save(page, name) {
  const path = join(ROOT, "docs", name);
  await page.screenshot({ path });
  const { size } = statSync(path);
  if (size > LARGEST_BYTES) throw new Error(`${name} has ${size} bytes, more than ${LARGEST_BYTES}`);
  process.stdout.write(`${path} ${size} bytes\n`);
}
