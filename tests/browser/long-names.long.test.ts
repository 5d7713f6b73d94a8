import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROLES, rightsOf } from "../../core/people/rights.ts";
import { DISTRICT_CELL, wideOutlets, wideRegistry } from "../../scripts/harness/wide-registry.ts";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { menuAndDetails } from "../support/page-paths.ts";
import { followLink, PageQuiet } from "../support/page-text.ts";
import { Product } from "../support/product.ts";

const WAIT_MS = 60_000;
/** Without a place where a line may break, and far longer than any page is wide. */
const LONG = "某某某省某某某市某某某县某某某镇某某某村第二水泥制造有限责任公司".repeat(3);
const UNBROKEN = "Wastewater_treatment_and_cogeneration_works_of_the_second_district_".repeat(2);

describe.runIf(BROWSER_PATH !== undefined)("every page with very long names", { timeout: 600_000 }, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openBrowser();
  }, WAIT_MS);

  afterAll(() => browser?.close());

  test.each([
    [0, LONG],
    [1, LONG],
    [1, UNBROKEN],
    [900, LONG],
  ])("is no wider than a phone for any role, with %d outlets (%s)", async (outlets, suffix) => {
    await using product = await Product.start();
    const shape = { outlets, pollutants: 2, suffix };
    if (outlets > 0) {
      const put = await product.ask("PUT", "/api/v1/registry", wideRegistry(shape));
      expect(put.status).toBe(200);
    }
    const [first] = wideOutlets(shape);
    const found: string[] = [];
    for (const role of ROLES) {
      const isOfPlant = rightsOf(role).reach === "enterprise";
      if (isOfPlant && first === undefined) continue;
      const cells = outlets === 0 || isOfPlant ? [] : [DISTRICT_CELL];
      const token = await product.tokenFor([role], { cells, ...(isOfPlant && first && { enterprise: first.enterprise }) });
      const context = await browser.newContext({
        ...{ locale: "zh-CN", viewport: { width: 390, height: 844 }, reducedMotion: "reduce" },
        extraHTTPHeaders: { authorization: `Bearer ${token}` },
      });
      const page = await context.newPage();
      page.setDefaultTimeout(WAIT_MS);
      const quiet = new PageQuiet(page);
      await page.goto(product.url);
      await page.locator("nav a").first().waitFor();
      for (const path of await menuAndDetails(page)) {
        await followLink(page, path);
        await quiet.settled();
        const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (beyond > 0) found.push(`${path} as ${role}: ${beyond} px too wide`);
      }
      await context.close();
    }

    expect(found).toEqual([]);
  });
});
