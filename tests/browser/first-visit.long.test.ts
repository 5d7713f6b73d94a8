import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { Product } from "../support/product.ts";

const TEST_MS = 120_000;
const WAIT_MS = 30_000;

describe.runIf(BROWSER_PATH !== undefined)("a newcomer's pages in a browser", { timeout: TEST_MS }, () => {
  let product: Product;
  let browser: Browser;

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start({ args: ["--demo"] }), openBrowser()]);
  }, TEST_MS);
  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  async function pageOf(username?: string): Promise<Page> {
    const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 1440, height: 900 } });
    const data = { username, password: `demo-${username}` };
    if (username !== undefined) await context.request.post(`${product.url}/api/v1/session`, { data });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    return page;
  }

  test("three sentences point at three places, are put away by the keyboard, and do not come again for the account", async () => {
    const page = await pageOf("leader");
    await page.goto(product.url);
    const words = page.getByRole("complementary", { name: "领导：先看这三处" });
    await words.waitFor();
    expect(await words.getByRole("link").allTextContents()).toEqual(["概览", "实时", "待办"]);
    await words.getByRole("link", { name: "实时" }).click();
    await page.getByRole("heading", { level: 1, name: "实时" }).waitFor();
    await words.getByRole("button", { name: "知道了" }).focus();
    const taken = page.waitForResponse((answer) => answer.url().endsWith("/session/welcome"));
    await page.keyboard.press("Enter");
    await words.waitFor({ state: "detached" });
    expect((await taken).status()).toBe(200);
    await page.context().close();

    const again = await pageOf("leader");
    await again.goto(product.url);
    await again.getByRole("navigation", { name: "主菜单" }).getByText("概览").waitFor();
    expect(await again.locator(".welcome").count()).toBe(0);
    await again.context().close();
  });

  test("the help opens at the question, in both languages, also for who cannot log in", async () => {
    const page = await pageOf();
    await page.goto(product.url);
    await page.getByRole("link", { name: "忘了密码？" }).click();
    await page.getByRole("heading", { name: "忘了密码" }).waitFor();
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { name: "A password is lost" }).waitFor();
    await page.getByRole("link", { name: "Reading a verdict" }).click();
    await page.getByRole("heading", { name: "Valid minutes" }).waitFor();
    expect(await page.title()).toContain("Reading a verdict");
    await page.context().close();
  });

  test("what the registry lacks is mended where its warning leads: the effect is shown, then taken, and the warning is gone", async () => {
    const page = await pageOf("admin");
    const outlet = { enterprise: "e1", code: "DA009", name: "新排口", kind: "stack" };
    await page.context().request.patch(`${product.url}/api/v1/registry/outlets/e1-DA009`, {
      data: outlet,
      headers: { "if-match": "*" },
    });
    await page.goto(`${product.url}/registry`);
    await page.getByRole("link", { name: /^去补正.*新排口/ }).click();
    const added = page.getByRole("region", { name: /^补登 限值/ });
    await added.getByRole("button", { name: "看会改什么" }).click();
    await added.getByText("必填").first().waitFor();
    await added.getByLabel("编号（本系统内）").fill("e1-DA009-so2");
    await added.getByLabel("污染物").fill("a21026");
    await added.getByLabel("限值针对").press("Enter");
    await page.getByTitle("小时均值", { exact: true }).click();
    await added.getByLabel("限值", { exact: true }).fill("100");
    await added.getByLabel("生效日期").fill("2025-01-01");
    await added.getByText("JSON（全部字段）").click();
    const written = JSON.parse(await added.getByLabel("这一行（JSON）").inputValue());
    expect(written).toMatchObject({ outlet: "e1-DA009", basis: "hour-mean", value: 100, unit: "mg/m3", validTo: null });
    await added.getByText("表单", { exact: true }).click();
    await added.getByRole("button", { name: "看会改什么" }).click();
    await added.getByText("limits：新增 1，修改 0，删去 0").waitFor();
    await added.getByRole("button", { name: "生效" }).click();
    await added.waitFor({ state: "detached" });
    await page.getByRole("link", { name: /^去补正.*没有限值/ }).waitFor({ state: "detached" });

    expect((await product.ask("GET", "/api/v1/registry/limits/e1-DA009-so2")).body.value).toBe(100);
    await page.context().close();
  });

  test("an administrator sets a new password for somebody who has lost the own one", async () => {
    const page = await pageOf("admin");
    await page.goto(`${product.url}/registry`);
    await page.getByRole("button", { name: "为 unit 重设密码" }).click();
    await page.getByLabel("初始密码").fill("river stone lamp 9");
    const taken = page.waitForResponse((answer) => answer.request().method() === "PATCH");
    await page.getByRole("button", { name: "重设密码", exact: true }).last().click();
    expect((await taken).status()).toBe(200);
    await page.context().close();

    const data = { username: "unit", password: "river stone lamp 9" };
    const context = await browser.newContext();
    expect((await context.request.post(`${product.url}/api/v1/session`, { data })).status()).toBe(200);
    await context.close();
  });
});
