import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seedHour } from "../../scripts/bench/board/seed-hour.ts";
import { DISTRICT_CELL, wideOutlets, wideRegistry } from "../../scripts/harness/wide-registry.ts";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { Product } from "../support/product.ts";

const WAIT_MS = 60_000;
const LONG = " of the second works of a company whose registered name fills a whole line and more of any page";
const SHAPE = { outlets: 900, pollutants: 1, suffix: LONG };
/** What is in sight at a desk, and what is kept ready around it. */
const MOST_LINES = 120;

describe.runIf(BROWSER_PATH !== undefined)("the live page of 900 outlets", { timeout: 240_000 }, () => {
  const dataDir = mkdtempSync(join(tmpdir(), "outfall-wide-board-"));
  let product: Product;
  let browser: Browser;
  let token: string;

  beforeAll(async () => {
    const first = await Product.start({ dataDir });
    const put = await first.ask("PUT", "/api/v1/registry", wideRegistry(SHAPE));
    if (put.status >= 300) throw new Error(JSON.stringify(put.body).slice(0, 500));
    await first.stop();
    await seedHour(dataDir, { outlets: wideOutlets(SHAPE), pollutants: SHAPE.pollutants, stepMs: 600_000 });
    [product, browser] = await Promise.all([Product.start({ dataDir }), openBrowser()]);
    token = await product.tokenFor(["duty-desk"], { cells: [DISTRICT_CELL] });
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function open(width: number, look: (page: Page) => Promise<void>): Promise<void> {
    const context: BrowserContext = await browser.newContext({
      ...{ locale: "zh-CN", viewport: { width, height: 900 }, reducedMotion: "reduce" },
      extraHTTPHeaders: { authorization: `Bearer ${token}` },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    await page.goto(`${product.url}/now`);
    await page.locator(".board .figure b").first().waitFor();
    await look(page);
    await context.close();
  }

  // Behaviour
  test("of 900 outlets none is missing: few lines are drawn, the last is reached, and the search finds any", async () => {
    const asked: string[] = [];

    await open(1440, async (page) => {
      page.on("request", (request) => asked.push(request.url()));
      expect(await page.locator(".board").getAttribute("aria-rowcount")).toBe(String(1 + 10 + 150 + 900));
      expect(await page.locator(".board tr").count()).toBeLessThan(MOST_LINES);
      expect(await page.locator(".page-head p").textContent()).toContain("共 900 项");

      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      await page.locator(".board-line .link", { hasText: /^Outlet 900 / }).waitFor();
      expect(await page.locator(".board tr").count()).toBeLessThan(MOST_LINES);

      await page.getByRole("textbox").fill("Outlet 457 ");
      await expect.poll(() => page.locator(".board-line.pickable").count()).toBe(1);
      await page.locator(".board-line .link", { hasText: /^Outlet 457 / }).waitFor();
    });

    expect(asked.filter((url) => /\/outlets\/|q=/.test(new URL(url).pathname + new URL(url).search))).toEqual([]);
  });

  test("a closed street keeps its head and its count, and j goes from row to row", async () => {
    await open(1440, async (page) => {
      const streets = page.locator(".group-street .group-toggle");
      await streets.first().click();
      expect(await streets.first().textContent()).toContain("共 90 项");
      expect(await page.locator(".board").getAttribute("aria-rowcount")).toBe(String(1 + 10 + 135 + 810));

      await page.keyboard.press("j");
      await page.keyboard.press("j");
      expect(await page.locator(".board-line.cursor").getAttribute("aria-rowindex")).toBe(String(1 + 1 + 1 + 1 + 2));
    });
  });

  test.each([1440, 1280, 768, 390])("at %d px no long name pushes a value out of sight", async (width) => {
    await open(width, async (page) => {
      const found = await page.evaluate(() => {
        const lines = [...document.querySelectorAll(".board-line.pickable")];
        const isOut = (cell: Element): boolean => {
          const { right, width: wide } = cell.getBoundingClientRect();
          return wide === 0 || right > window.innerWidth || cell.scrollWidth > cell.clientWidth;
        };
        const out = lines.flatMap((line) => [...line.querySelectorAll(".cell-value")].filter(isOut)).length;
        return { lines: lines.length, out, beyond: document.documentElement.scrollWidth - window.innerWidth };
      });

      expect(found.lines).toBeGreaterThan(3);
      expect(found).toMatchObject({ out: 0, beyond: 0 });
    });
  });
});
