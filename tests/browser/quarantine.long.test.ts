import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { DISTRICT, publishReadings } from "../support/district.ts";
import { Product } from "../support/product.ts";

const TEST_MS = 120_000;
const WAIT_MS = 30_000;
const GIVEN = "given by somebody";
const OWN = "a river without smoke";
const SHOTS = process.env["OUTFALL_TEST_SHOTS"];

/** The hour from eight o'clock of a day, with a factor that no channel has, or of a day that lies far ahead. */
const unmapped = (day: number) => ({ at: `2026-11-0${day}T08:00:00+08:00`, basis: "hour", values: { a21002: { value: 130 } } });
const FACTORS = Array.from({ length: 40 }, (_, i) => `a2${String(1000 + i)}`);
const ahead = {
  at: "2126-11-01T08:00:00+08:00",
  basis: "hour",
  values: Object.fromEntries(FACTORS.map((factor) => [factor, { value: 30 }])),
};

describe.runIf(BROWSER_PATH !== undefined)("the quarantine in a browser", { timeout: TEST_MS }, () => {
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), openBrowser()]);
    await product.ask("PUT", "/api/v1/registry", DISTRICT);
    await publishReadings(product, [unmapped(1), unmapped(2), unmapped(3), ahead]);
    await product.until(counted, ({ messages }) => messages === 4);
    await product.ask("POST", "/api/v1/users", { username: "wang", password: GIVEN, roles: ["duty-desk"], cells: ["g1"] });
    const context = await browser.newContext();
    await context.request.post(`${product.url}/api/v1/session`, { data: { username: "wang", password: GIVEN } });
    await context.request.post(`${product.url}/api/v1/session/password`, { data: { current: GIVEN, password: OWN } });
    await context.close();
  }, TEST_MS);
  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  const counted = async () => (await product.ask("GET", "/api/v1/quarantine/counts")).body;

  async function openQuarantine(viewport = { width: 1440, height: 900 }): Promise<Page> {
    const context = await browser.newContext({ locale: "zh-CN", viewport });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    await context.request.post(`${product.url}/api/v1/session`, { data: { username: "wang", password: OWN } });
    await page.goto(`${product.url}/quarantine`);
    return page;
  }

  async function shoot(page: Page, name: string): Promise<void> {
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/quarantine-${name}.png` });
  }

  // Behaviour
  test("what a filter of the quarantine's page finds is retried after a question that says how much it is", async () => {
    const page = await openQuarantine();
    await page.getByText("共 4 条记录，来自 4 条报文").waitFor();
    await shoot(page, "whole");
    await page.getByRole("columnheader", { name: "原因" }).getByRole("button").click();
    await page.getByRole("menuitem", { name: "因子未登记" }).click();
    await page.getByRole("button", { name: /确\s*定/ }).click();
    await page.getByText("「因子未登记」3 条记录，来自 3 条报文").waitFor();
    const [stack] = DISTRICT.channels;
    const channels = [...DISTRICT.channels, { ...stack, factor: "a21002", pollutant: "a21002" }];
    await product.ask("PUT", "/api/v1/registry", { ...DISTRICT, channels });

    await page.getByRole("button", { name: "全部重试（3）" }).click();
    const question = page.getByRole("dialog", { name: "重试这 3 条报文？" });
    await question.waitFor();
    await shoot(page, "question");
    await question.getByRole("button", { name: /取\s*消/ }).click();
    await question.waitFor({ state: "detached" });
    expect(await counted()).toEqual({ rows: 4, messages: 4 });
    await page.getByRole("button", { name: "全部重试（3）" }).click();
    await question.getByRole("button", { name: "全部重试（3）" }).click();

    await page.getByText("已提交重试 3 条报文").waitFor();
    await page.getByText("没有因为「因子未登记」被隔离的报文").waitFor();
    await shoot(page, "done");
    expect(await counted()).toEqual({ rows: 1, messages: 1 });
  });

  test("a message that is longer than its place is reached and moved by the keyboard", async () => {
    const page = await openQuarantine();
    const raw = page.getByRole("group", { name: "原始报文" });
    await raw.waitFor();
    await raw.focus();
    await page.keyboard.press("End");

    await page.waitForFunction(() => (document.activeElement?.scrollTop ?? 0) > 0);
    expect(await raw.count()).toBe(1);
  });

  test("on a phone the reason is chosen above the rows", async () => {
    const page = await openQuarantine({ width: 390, height: 844 });
    await page.getByText("时间在将来").waitFor();
    await page.getByRole("combobox", { name: "原因" }).fill("因子未登记");
    await page.keyboard.press("Enter");

    await page.getByText("没有因为「因子未登记」被隔离的报文").waitFor();
    await shoot(page, "phone");
    expect(new URL(page.url()).searchParams.get("reason")).toBe("unknown-factor");
  });
});
