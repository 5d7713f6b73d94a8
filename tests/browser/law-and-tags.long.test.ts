import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { DISTRICT, publishReadings } from "../support/district.ts";
import { Product } from "../support/product.ts";

const TEST_MS = 240_000;
const WAIT_MS = 60_000;
const HOUR = 3_600_000;
const GIVEN = "given by somebody";
const OWN = "a river without smoke";
const PEOPLE = ["p1", "p2"].map((id) => ({ id, name: `演示${id}` }));

describe.runIf(BROWSER_PATH !== undefined)("the law and the tags in a browser", { timeout: TEST_MS }, () => {
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), openBrowser()]);
    await product.ask("PUT", "/api/v1/registry", { ...DISTRICT, people: PEOPLE });
    await addUser({ username: "wang", person: "p1", roles: ["bureau-staff"], cells: ["g1"] });
    await addUser({ username: "liu", roles: ["enterprise-specialist"], enterprise: "e1" });
  }, TEST_MS);
  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  async function addUser(user: { readonly username: string } & Readonly<Record<string, unknown>>): Promise<void> {
    await product.ask("POST", "/api/v1/users", { ...user, password: GIVEN });
    const context = await browser.newContext();
    await context.request.post(`${product.url}/api/v1/session`, { data: { username: user.username, password: GIVEN } });
    await context.request.post(`${product.url}/api/v1/session/password`, { data: { current: GIVEN, password: OWN } });
    await context.close();
  }

  async function open(username: string, path: string): Promise<Page> {
    const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 1440, height: 1000 } });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    await context.request.post(`${product.url}/api/v1/session`, { data: { username, password: OWN } });
    await page.goto(`${product.url}${path}`);
    return page;
  }

  // Behaviour
  test("on the page of the law a person types a row from the standard, and it can be taken back", async () => {
    const page = await open("wang", "/law");
    await page.getByRole("rowheader", { name: "GB 18485-2014 24 小时均值" }).first().click();
    await page.getByRole("button", { name: "照原文录入" }).click();
    await page.getByLabel("标准号").fill("GB 18485-2014");
    await page.getByLabel("表、条款").fill("表 4");
    await page.getByLabel("页码").fill("5");
    await page.getByLabel("数值（mg/m³）").fill("20");
    await page.getByLabel("基准含氧量").fill("11");
    await page.getByRole("button", { name: /提\s*交/ }).click();

    await page.getByText("已记录，还需另一人录入同一数值").waitFor();
    await page.getByText("（还差一人）").waitFor();
    await page.getByRole("button", { name: "撤回核实" }).click();
    await page.getByRole("tooltip").getByRole("button", { name: "撤回核实" }).click();
    await page.getByText("（还差一人）").waitFor({ state: "detached" });

    expect((await product.ask("GET", "/api/v1/law?limit=1")).body.items[0].confirmation).toEqual([]);
  });

  // Behaviour
  test("a specialist tags an hour in the table of its outlet: the hour is not judged any more, until the tag is taken back", async () => {
    const start = Math.floor(Date.now() / HOUR) * HOUR - HOUR;
    const value = { at: new Date(start).toISOString(), basis: "hour", values: { a21026: { value: 230 } } };
    await publishReadings(product, [value]);
    const page = await open("liu", "/outlets/e1-DA001");
    await page.getByRole("button", { name: "标记", exact: true }).click();
    await page.locator("form").getByRole("combobox").click();
    await page.getByTitle("设备故障").click();
    await page.getByLabel("原因").fill("分析仪采样泵停机");
    await page.getByRole("button", { name: "提交标记" }).click();

    await page.getByText("分析仪采样泵停机").waitFor();
    await page.getByText("已人工标记").waitFor();
    await page.getByRole("button", { name: /撤\s*回/ }).click();
    await page.getByLabel("撤回原因").fill("标错了时段");
    await page
      .getByRole("tooltip")
      .getByRole("button", { name: /撤\s*回/ })
      .click();

    await page.getByText("标错了时段").waitFor();
    await page.getByText("已人工标记").waitFor({ state: "detached" });
  });
});
