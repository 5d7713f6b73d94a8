import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { DISTRICT, publishReadings } from "../support/district.ts";
import { Product } from "../support/product.ts";

const FIRST = "given by somebody";
const OWN = "a river without smoke";
const SHOTS = process.env["OUTFALL_TEST_SHOTS"];
const FREE = { id: "e1-W1", enterprise: "e1", code: "W1", name: "气象站", kind: "weather" };
const WIND = { outlet: "e1-W1", device: DISTRICT.devices[0]?.mn, factor: "a01007", pollutant: "a01007", unit: "m/s" };

/** Who plays a part here, by name and role. */
const PEOPLE = [
  { username: "wang", name: "王专员", roles: ["enterprise-specialist"], enterprise: "e1" },
  { username: "li", name: "李街道", roles: ["street-officer"], cells: ["g2-a"] },
  { username: "zhao", name: "赵值班", roles: ["bureau-staff"], cells: ["g1"] },
];

describe.runIf(BROWSER_PATH !== undefined)("a declared emission in a browser", { timeout: 180_000 }, () => {
  let product: Product;
  let browser: Browser;
  beforeAll(async () => {
    // It is 09:00 in Beijing.
    const env = { OUTFALL_CLOCK: "manual:2026-11-23T01:00:00Z" };
    [product, browser] = await Promise.all([Product.start({ env }), openBrowser()]);
    const registry = { ...DISTRICT, outlets: [...DISTRICT.outlets, FREE], channels: [...DISTRICT.channels, WIND] };
    expect(await product.ask("PUT", "/api/v1/registry", registry)).toMatchObject({ status: 200 });
    for (const person of PEOPLE) {
      expect(await product.ask("POST", "/api/v1/users", { ...person, password: FIRST })).toMatchObject({ status: 201 });
    }
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  /** The pages as one of the people sees them, after the first password was changed. */
  async function as(username: string): Promise<Page> {
    const context = await browser.newContext({
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    await page.goto(product.url);
    await page.getByLabel("用户名").fill(username);
    await page.getByLabel("密码", { exact: true }).fill(FIRST);
    await page.getByRole("button", { name: /^登\s?录$/ }).click();
    await page.getByLabel("现在的密码").fill(FIRST);
    await page.getByLabel("新密码", { exact: true }).fill(OWN);
    await page.getByLabel("再输一次新密码").fill(OWN);
    await page.getByRole("button", { name: "修改密码" }).click();
    await page.getByRole("navigation").waitFor();
    return page;
  }

  async function shoot(page: Page, name: string): Promise<void> {
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
  }

  async function choose(page: Page, field: string, option: string): Promise<void> {
    await page.getByLabel(field, { exact: true }).click();
    await page.getByTitle(option).last().click();
    await page.keyboard.press("Escape");
  }

  // Behaviour
  test("a window in the past warns, consent is confirmed with a reason, and what was consented to is blue and warns of nothing", async () => {
    const specialist = await as("wang");
    await specialist.getByRole("navigation").getByText("申报").click();
    await specialist.getByRole("button", { name: "新申报" }).click();
    await specialist.getByLabel("开始").fill("2026-11-23T08:00");
    await specialist.getByLabel("结束").fill("2026-11-23T13:00");
    await specialist.getByRole("alert").getByText("此时段已经开始").waitFor();
    await shoot(specialist, "past-in-the-form");
    await choose(specialist, "排口", "东厂界 B1");
    await choose(specialist, "污染物", "TSP");
    await specialist.getByLabel("控制措施").fill("喷雾抑尘");
    await specialist.getByRole("button", { name: "提交申报" }).click();
    await specialist.getByText("须由分局值班").waitFor();

    const street = await as("li");
    await street.getByRole("navigation").getByText("申报").click();
    await street.getByText("须由分局值班").waitFor();
    expect(await street.getByRole("button", { name: /同意/ }).count()).toBe(0);
    await shoot(street, "whose-turn");

    const bureau = await as("zhao");
    await bureau.getByRole("navigation").getByText("申报审批").click();
    await bureau.getByRole("note").getByText("申报时段已经开始").waitFor();
    await bureau.getByRole("button", { name: "同意…", exact: true }).click();
    const dialog = bureau.getByRole("dialog");
    await dialog.getByText("赵值班（分局值班）").waitFor();
    await dialog.getByText("不使超标合法").waitFor();
    await dialog.getByRole("button", { name: "确认同意" }).click();
    await dialog.getByText("请写明理由").waitFor();
    await shoot(bureau, "dialog");
    await dialog.getByLabel("理由").fill("措施可行");
    await dialog.getByRole("button", { name: "确认同意" }).click();
    await bureau.getByText("赵值班（分局值班）").waitFor();
    await bureau.getByText("理由：措施可行").waitFor();
    await shoot(bureau, "answered");

    await product.ask("POST", "/api/v1/test/clock", { to: "2026-11-23T03:05:00Z" });
    await publishReadings(product, [
      { at: "2026-11-23T02:00:00Z", basis: "hour", values: { a34001: { value: 1.2 } } },
      { at: "2026-11-23T03:04:00Z", basis: "realtime", values: { a34001: { value: 1.3 }, a01007: { value: 2 } } },
    ]);
    await bureau.getByRole("navigation").getByText("实时").click();
    const row = bureau.getByRole("row", { name: /东厂界/ });
    await row.getByText("已报备").waitFor();
    await shoot(bureau, "live");
    expect(await row.locator(".mark-exempt").count()).toBe(1);
    expect(await bureau.locator(".mark-warning, .share-near, .mark-exceeding").count()).toBe(0);
    await bureau.getByText("0 项超标，0 项预警").waitFor();
    await bureau.getByRole("row", { name: /气象站/ }).waitFor({ state: "detached" });

    await bureau.goto(`${product.url}/outlets/e1-B1`);
    await bureau.locator(".page-head .mark-exempt").waitFor();
    await shoot(bureau, "outlet");
    await bureau.goto(`${product.url}/outlets/e1-W1`);
    await bureau.getByRole("heading", { name: "气象站" }).waitFor();
    await bureau.getByText("没有生效的限值").waitFor();
    expect(await bureau.locator(".page-head .mark, .tab .mark").count()).toBe(0);
    await shoot(bureau, "no-limit");
  });
});
