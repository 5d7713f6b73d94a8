import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fromBase32, hotp, totpStep } from "../../api/auth/totp.ts";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { Product } from "../support/product.ts";

const FIRST = "given by somebody";
const OWN = "a river without smoke";
const SHOTS = process.env["OUTFALL_TEST_SHOTS"];

describe.runIf(BROWSER_PATH !== undefined)("the own account in a browser", { timeout: 120_000 }, () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start(), openBrowser()]);
    await product.ask("POST", "/api/v1/users", { username: "wang", password: FIRST, roles: ["administrator"] });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  async function logIn(page: Page, password: string): Promise<void> {
    await page.goto(product.url);
    await page.getByRole("button", { name: "English" }).click();
    await page.getByLabel("User name").fill("wang");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
  }

  async function shoot(page: Page, name: string): Promise<void> {
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
  }

  test("the first password is changed, a second factor set up, and the next log-in asks for its code", async () => {
    const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
    await logIn(page, FIRST);
    await page.getByRole("heading", { name: "Choose your own password first" }).waitFor();
    await shoot(page, "first");
    await page.getByLabel("Present password").fill(FIRST);
    await page.getByLabel("New password", { exact: true }).fill("password123");
    await page.getByLabel("New password again").fill("password123");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("this password is a common one").waitFor();
    await page.getByLabel("New password", { exact: true }).fill(OWN);
    await page.getByLabel("New password again").fill(OWN);
    await page.getByRole("button", { name: "Change password" }).click();

    await page.locator(".user button").nth(1).click();
    await page.getByText("My account").click();
    await page.getByText("This one").first().waitFor();
    const factor = page.locator("section", { has: page.getByRole("heading", { name: "Second factor" }) });
    await factor.getByLabel("Present password").fill(OWN);
    await factor.getByRole("button", { name: "Set it up" }).click();
    const secret = (await factor.locator("code").innerText()).replaceAll(" ", "");
    await shoot(page, "account");
    const code = (steps: number) => hotp(fromBase32(secret), totpStep(Date.now()) + steps);
    await factor.getByLabel("Six digits").fill(code(0));
    await factor.getByRole("button", { name: "Confirm" }).click();
    await factor.getByRole("button", { name: "Take it off" }).waitFor();

    const other = await (await browser.newContext({ locale: "en-GB" })).newPage();
    await logIn(other, OWN);
    await other.getByLabel("Six digits of the authenticator app").fill(code(1));
    await shoot(other, "code");
    await other.getByRole("button", { name: "Log in" }).click();
    await other.getByRole("navigation").waitFor();

    await page.reload();
    await page.waitForLoadState("networkidle").catch(() => {});
    await shoot(page, "reloaded");
    await page.getByRole("heading", { name: "My account" }).waitFor({ timeout: 3_000 });
    await page.getByRole("button", { name: "End" }).click();
    await page.getByRole("button", { name: "End" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "中文" }).click();
    await page.getByRole("heading", { name: "我的账号" }).waitFor();
    await shoot(page, "account-zh");
    await other.reload();
    await other.getByLabel("User name").waitFor();
    expect(await other.getByLabel("User name").isVisible()).toBe(true);
  });
});
