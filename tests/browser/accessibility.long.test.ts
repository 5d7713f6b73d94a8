import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { menuAndDetails } from "../support/page-paths.ts";
import { followLink, PageQuiet } from "../support/page-text.ts";
import { Product } from "../support/product.ts";

const WAIT_MS = 60_000;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A phone in the light and a desk in the dark: the contrasts of both themes, and both languages. */
const WAYS = [
  { what: "on a phone, light, in Chinese", language: "zh", colorScheme: "light", viewport: { width: 390, height: 844 } },
  { what: "at a desk, dark, in English", language: "en", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
] as const;

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

declare const axe: { run(options: object): Promise<{ violations: readonly Violation[] }> };

describe.runIf(BROWSER_PATH !== undefined)("every page, read by axe", { timeout: 600_000 }, () => {
  let product: Product;
  let browser: Browser;
  let accounts: readonly { readonly role: string; readonly username: string; readonly password: string }[];

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start({ args: ["--demo"] }), openBrowser()]);
    await product.until(
      async () => (await product.ask("GET", "/api/v1/cases")).body.items.length,
      (n) => n >= 2,
      90_000,
    );
    accounts = (await product.ask("GET", "/api/v1/about")).body.accounts;
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  test.each(WAYS)("has nothing serious or critical, is no wider than its window and complains of nothing $what", async (way) => {
    const found = new Set<string>();
    for (const { role, username, password } of accounts) {
      const context = await browser.newContext({ ...way, locale: "zh-CN", bypassCSP: true, reducedMotion: "reduce" });
      const page = await context.newPage();
      page.setDefaultTimeout(WAIT_MS);
      page.on("pageerror", (error) => found.add(`${role}: ${error.message}`));
      page.on("console", (line) => {
        if (line.type() === "error") found.add(`${role}: ${line.text()}`);
      });
      await page.addInitScript((chosen) => localStorage.setItem("outfall.lang", chosen), way.language);
      await page.addInitScript(AXE);
      const quiet = new PageQuiet(page);
      const look = async (where: string): Promise<void> => {
        await quiet.settled();
        const { violations } = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
        for (const { id, impact, nodes } of violations) {
          if (impact !== "serious" && impact !== "critical") continue;
          for (const { html, failureSummary } of nodes.slice(0, 3))
            found.add(`${where}: ${id}: ${html.slice(0, 200)}: ${failureSummary}`);
        }
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (beyond > 0) found.add(`${where} as ${role}: ${beyond} px too wide`);
      };

      await page.goto(product.url);
      await look("log-in");
      await context.request.post(`${product.url}/api/v1/session`, { data: { username, password } });
      await page.reload();
      await page.locator("nav a").first().waitFor();
      for (const path of await menuAndDetails(page)) {
        await followLink(page, path);
        await look(path);
      }
      await context.close();
    }

    expect([...found]).toEqual([]);
  });
});
