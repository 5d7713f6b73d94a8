import { execFileSync } from "node:child_process";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { Product } from "../support/product.ts";

const TEST_MS = 240_000;
const WAIT_MS = 60_000;
const MN = "SIM410199000000000000001";
const FORM = {
  ...{ district: "演示区", division: "410199", street: "甲街道", community: "甲一社区", enterprise: "演示水泥厂" },
  ...{ outletName: "窑尾", limit: "100", mn: MN },
};

/** `mosquitto_pub`, which the page's lines are for. */
const hasMosquitto = (() => {
  try {
    execFileSync("mosquitto_pub", ["--help"], { stdio: "ignore" });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOENT";
  }
  return true;
})();

if (BROWSER_PATH !== undefined && !hasMosquitto) console.warn("tests/browser/first-bureau is skipped: no mosquitto_pub");

describe.runIf(BROWSER_PATH !== undefined && hasMosquitto)("a new installation in a browser", { timeout: TEST_MS }, () => {
  let product: Product;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), openBrowser()]);
    const context = await browser.newContext({ locale: "zh-CN", viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
  }, TEST_MS);

  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  // Behaviour
  test("from the link of the first start, a newcomer gets an account, a plant with a limit, a first value and a first case", async () => {
    const link = /http:\S+\/first-run#\S+/.exec(product.errors)?.[0];
    await page.goto(link ?? "");
    await page.getByLabel("用户名").fill("chen");
    await page.getByLabel("密码", { exact: true }).fill("river stone lamp 9");
    await page.getByLabel("再输一次密码").fill("river stone lamp 9");
    await page.getByRole("button", { name: "建立并登录" }).click();

    for (const [field, text] of Object.entries(FORM)) await page.locator(`#first-plant_${field}`).fill(text);
    await page.getByRole("button", { name: "登记", exact: true }).click();
    const lines = page.locator(".sending pre", { hasText: "mosquitto_pub" });
    await lines.first().waitFor();
    for (const line of await lines.allTextContents()) execFileSync("sh", ["-c", line]);

    await page.getByText("窑尾 SO₂ 80 mg/m³").waitFor();
    const steps = ["管理员账号", "登记网格、企业、排口和限值", "连接第一台设备", "看到第一个值"];
    await expect.poll(() => page.locator(".step-done h2").allTextContents()).toEqual(steps);
    await page.getByRole("link", { name: "打开待办" }).click();
    await page.getByRole("heading", { name: /窑尾 SO₂ 小时均值 130 mg\/m³，高于限值 100 mg\/m³/ }).waitFor();

    expect(new URL(page.url()).hash).toBe("");
  });

  test("once there is an account the link leads to the log-in, and the key opens nothing", async () => {
    const link = /http:\S+\/first-run#(\S+)/.exec(product.errors);
    await page.context().clearCookies();
    await page.goto(link?.[0] ?? "");
    await page.reload();

    await page.getByRole("button", { name: "登录" }).waitFor();
    const body = { key: link?.[1], username: "wang", password: "another lamp river 3" };
    expect(await product.ask("POST", "/api/v1/first-run", body)).toMatchObject({ status: 409, body: { code: "first-run-over" } });
  });
});
