// The live page in a real browser: 900 outlets whose values arrive every few seconds; how long until it is settled,
// what of a core its renderer takes, how long the server takes for the whole board.
//   npm run bench -- board [--outlets 900] [--pollutants 5] [--every 5] [--seconds 30]
import { once } from "node:events";
import { type Browser, type CDPSession, chromium, type Page } from "playwright-core";
import { askChild, startChild } from "../harness/asked-child.ts";
import { BROWSER_ARGS, BROWSER_PATH } from "../harness/browser-path.ts";
import { freshDirectory } from "../harness/left-behind.ts";
import { machine } from "../harness/machine.ts";
import { number, readOptions } from "../harness/options.ts";
import { pause } from "../harness/pause.ts";
import { type Product, putRegistry, startProduct } from "../harness/product.ts";
import { type Outcome, printResult } from "../harness/run-script.ts";
import { spread } from "../harness/spread.ts";
import { DISTRICT_CELL, wideOutlets, wideRegistry } from "../harness/wide-registry.ts";
import { seedHour } from "./board/seed-hour.ts";

const SETTLED_MS = 3_000;
const MOST_OF_A_CORE = 0.3;
const STEP_MS = 60_000;
const ROUNDS = 7;
const WARM_MS = 5_000;

/** What the devices are told: a value of each pollutant, of each of them, so often. */
export interface BoardFleetSetup {
  readonly port: number;
  readonly mns: readonly string[];
  readonly pollutants: number;
  readonly everyMs: number;
}

export async function benchBoard(args: readonly string[]): Promise<Outcome> {
  const table = { outlets: number(900, 5_000), pollutants: number(5, 5), every: number(5, 600), seconds: number(30, 600) };
  const options = readOptions("npm run bench -- board", table, args);
  const shape = { outlets: options.outlets, pollutants: options.pollutants };
  const dataDir = freshDirectory("bench-board");
  const first = await startProduct({ dataDir });
  await putRegistry(first, wideRegistry(shape));
  await first.stop();
  const outlets = wideOutlets(shape);
  await seedHour(dataDir, { outlets, pollutants: options.pollutants, stepMs: STEP_MS });
  const product = await startProduct({ dataDir });
  const setup: BoardFleetSetup = {
    port: product.ready.hj212.port,
    mns: outlets.map(({ mn }) => mn),
    pollutants: options.pollutants,
    everyMs: options.every * 1_000,
  };
  const fleet = startChild(new URL("./board/fleet.js", import.meta.url), setup);
  await once(fleet, "message");
  const browser = await chromium.launch({ executablePath: BROWSER_PATH, args: [...BROWSER_ARGS] });
  try {
    const cold = await askedMs(product);
    const board = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await pause(2_500);
      board.push(await askedMs(product));
    }
    const page = await openBoard(browser, product);
    const { renderer, share } = await shareOfCore(page, options.seconds);
    const values = await askChild<{ readonly sent: number }>(fleet, {});
    const figures = { settledMs: page.settledMs, movedPx: page.movedPx, rowsDrawn: page.rows, shareOfCore: share, renderer };
    const kept = page.settledMs < SETTLED_MS && share < MOST_OF_A_CORE && page.movedPx === 0;
    const server = { coldMs: cold, warmMs: spread(board) };
    printResult({ bench: "board", ...options, valuesSent: values.sent, server, page: figures, kept, machine: machine() });
    return { kept };
  } finally {
    await browser.close();
    await product.stop();
  }
}

/** What one request for the whole board takes. */
async function askedMs({ api }: Product): Promise<number> {
  const begin = performance.now();
  const { status } = await api("GET", "/api/v1/board?limit=5000");
  if (status !== 200) throw new Error(`the board was answered with ${status}`);
  return performance.now() - begin;
}

interface OpenBoard {
  readonly cdp: CDPSession;
  readonly settledMs: number;
  /** How far the first row moved after its value was painted. */
  readonly movedPx: number;
  readonly rows: number;
}

/** Opens the live page; it is settled when the first rows stand with their values. */
async function openBoard(browser: Browser, { api, ready }: Product): Promise<OpenBoard> {
  const made = await api<{ readonly token: string }>("POST", "/api/v1/tokens", {
    ...{ name: "bench", roles: ["duty-desk"], cells: [DISTRICT_CELL] },
  });
  const headers = { authorization: `Bearer ${made.body.token}` };
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, extraHTTPHeaders: headers });
  const page = await context.newPage();
  const begin = performance.now();
  await page.goto(`http://127.0.0.1:${ready.http.port}/now`, { waitUntil: "commit" });
  await page.locator(".board .figure b").first().waitFor();
  const settledMs = performance.now() - begin;
  const top = await topOfFirst(page);
  await pause(WARM_MS);
  const movedPx = Math.abs((await topOfFirst(page)) - top);
  const cdp = await context.newCDPSession(page);
  return { cdp, settledMs, movedPx, rows: await page.locator(".board tr").count() };
}

function topOfFirst(page: Page): Promise<number> {
  return page.evaluate(() => document.querySelector(".board .figure b")?.getBoundingClientRect().top ?? Number.NaN);
}

/** What the main thread of the page takes of a core while values arrive, and of what. */
async function shareOfCore(
  { cdp }: OpenBoard,
  seconds: number,
): Promise<{ readonly share: number; readonly renderer: Readonly<Record<string, number>> }> {
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await metricsOf(cdp);
  const begin = performance.now();
  await pause(seconds * 1_000);
  const after = await metricsOf(cdp);
  const took = (performance.now() - begin) / 1_000;
  const used = (name: string): number => ((after[name] ?? 0) - (before[name] ?? 0)) / took;
  const names = ["TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration"];
  const renderer = Object.fromEntries(names.map((name) => [name, used(name)]));
  return { share: used("ProcessTime"), renderer };
}

async function metricsOf(cdp: CDPSession): Promise<Readonly<Record<string, number>>> {
  const { metrics } = await cdp.send("Performance.getMetrics");
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}
