import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { Product } from "../support/product.ts";

const WAIT_MS = 20_000;
const DAY = 86_400_000;
const SHOTS = process.env["OUTFALL_TEST_SHOTS"];

describe.runIf(BROWSER_PATH !== undefined)("charts in a browser", { timeout: 120_000 }, () => {
  let product: Product;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start({ args: ["--demo"] }), openBrowser()]);
    // What comes after this moment counts, too.
    const span = `from=${new Date(Date.now() - DAY).toISOString()}&to=${new Date(Date.now() + DAY).toISOString()}`;
    const pointsOf = async (basis: string) => {
      const { body } = await product.ask("GET", `/api/v1/outlets/e1-DA001/series?pollutant=a21002&basis=${basis}&${span}`);
      return body.points.length as number;
    };
    for (const [basis, most] of [
      ["hour", 20],
      ["realtime", 2],
    ] as const) {
      await product.until(
        () => pointsOf(basis),
        (count) => count >= most,
        90_000,
      );
    }
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    await page?.context().close();
    // Far from Beijing: days and clocks have to be those of Beijing all the same.
    const context = await browser.newContext({ timezoneId: "America/New_York", viewport: { width: 1440, height: 1000 } });
    await context.request.post(`${product.url}/api/v1/session`, { data: { username: "bureau", password: "demo-bureau" } });
    page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (line) => {
      if (line.type() === "error") complaints.push(line.text());
    });
  });

  const today = (): string => new Date(Date.now() + DAY / 3).toISOString().slice(0, 10);
  const dayBefore = (day: string): string => new Date(Date.parse(day) - DAY).toISOString().slice(0, 10);

  const drawing = () => page.locator("figure").getByRole("img");

  async function open(search: string): Promise<void> {
    await page.goto(`${product.url}/outlets/e1-DA001?pollutant=a21002&${search}`);
    await drawing().waitFor();
  }

  async function saved(button: string): Promise<{ readonly name: string; readonly bytes: Buffer }> {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: button }).click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  async function shoot(name: string): Promise<void> {
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
  }

  test("an exported table has heads in the reader's language, and outlet, unit and limit in every row", async () => {
    await open("range=24h");
    const { name, bytes } = await saved("导出 CSV");
    const [head = "", first = ""] = bytes.toString("utf8").split("\r\n");

    expect(name).toMatch(/^窑尾-NOₓ-hour-.*\.csv$/);
    expect(head.slice(1)).toBe("时间（北京时间）,排口,污染物,数据类型,单位,监测值,折算值,标记,有效性,限值,判定");
    expect(first).toMatch(/^\d{4}-\d\d-\d\d \d\d:00:00,窑尾,NOₓ,小时均值,mg\/m³,[\d.]+,[\d.]+,N,有效,100,/);
    await page.getByRole("button", { name: "English" }).click();
    expect((await saved("Export CSV")).bytes.toString("utf8")).toContain("Time (UTC+8),Outlet,Pollutant,Kind of value,Unit,");
    expect(complaints).toEqual([]);
  });

  test("an exported picture has its title, the span that is seen and its legend written in it", async () => {
    await page.addInitScript(() => {
      const written: string[] = [];
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
        written.push(text);
        fillText.call(this, text, ...place);
      };
      Object.assign(window, { written });
    });
    await open(`range=day&day=${dayBefore(today())}`);
    const { name, bytes } = await saved("导出 PNG");
    const written = await page.evaluate(() => (window as unknown as { written: string[] }).written);

    expect(name).toBe(`窑尾-NOₓ-hour-${dayBefore(today())}0000.png`);
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    expect(written).toContain("窑尾 NOₓ 小时均值");
    expect(written).toContain(`${dayBefore(today())} 00:00 至 ${dayBefore(today())} 24:00（北京时间）`);
    expect(written).toContain("限值");
  });

  test("realtime rows show seconds, and the limit of hours is neither drawn nor named beside them", async () => {
    await open("basis=realtime&range=6h");

    // The first one is the head. A long table draws its rows as they come into sight, not as rows of a table.
    const period = page.locator(".cell-period").nth(1);
    expect(await period.innerText()).toMatch(/ \d\d:\d\d:\d\d$/);
    expect(await page.getByRole("columnheader").allInnerTexts()).not.toContain("限值");
    await page.getByText("此污染物的限值针对小时均值").waitFor();
    const legend = await page.getByRole("list", { name: "图例" }).innerText();
    expect(legend).toContain("实时值");
    expect(legend).not.toContain("限值");
    await shoot("realtime");
    expect(complaints).toEqual([]);
  });

  test("a day is chosen with the keyboard alone, and stands in the address", async () => {
    await open("range=24h");
    await page.getByRole("radio", { name: "24 小时" }).focus();
    await page.getByText("按日", { exact: true }).click();
    await page.getByRole("button", { name: "打开日历：日期" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "日期" }).waitFor();
    await shoot("calendar");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");

    await expect.poll(() => new URL(page.url()).searchParams.get("day")).toBe(dayBefore(today()));
    await expect.poll(() => page.getByLabel("日期", { exact: true }).inputValue()).toBe(dayBefore(today()));
    await page.getByRole("button", { name: "打开日历：日期" }).press("Enter");
    await page.keyboard.press("PageUp");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("打开日历：日期");
    expect(complaints).toEqual([]);
  });

  test("two days lie over one another, are named in the legend, and stand side by side in the table, for several quantities", async () => {
    await open("range=two-days&with=a19001");
    await page.getByRole("img", { name: /NOₓ、O₂/ }).waitFor();
    const legend = page.getByRole("list", { name: "图例" });
    await legend.getByText(today()).waitFor();
    await legend.getByText(dayBefore(today())).waitFor();
    await shoot("two-days");
    const lines = (await saved("导出 CSV")).bytes.toString("utf8").split("\r\n");

    expect(lines[0]).toContain(`${today()} 监测值`);
    expect(lines[0]).toContain(`${dayBefore(today())} 监测值`);
    expect(lines[1]).toMatch(/^\d\d:00:00,窑尾,NOₓ,小时均值,mg\/m³,/);
    expect(lines.at(-2)).toMatch(/^\d\d:00:00,窑尾,O₂,小时均值,%,/);
    expect(complaints).toEqual([]);
  });

  test("several quantities share one axis of time, each with its own unit, and the address keeps them", async () => {
    await open("range=24h");
    const heightOf = async () => (await drawing().boundingBox())?.height ?? 0;
    const alone = await heightOf();
    await page.getByRole("combobox", { name: "同轴显示" }).click();
    await page.getByTitle("O₂", { exact: true }).click();
    await page.keyboard.press("Escape");

    await expect.poll(() => new URL(page.url()).searchParams.get("with")).toBe("a19001");
    await expect.poll(heightOf).toBeGreaterThan(alone + 100);
    await page.reload();
    await page.getByRole("img", { name: /NOₓ、O₂/ }).waitFor();
    await shoot("several");
    const csv = (await saved("导出 CSV")).bytes.toString("utf8");
    expect(csv).toContain(",O₂,小时均值,%,");
    expect(csv).toContain(",NOₓ,小时均值,mg/m³,");
    expect(complaints).toEqual([]);
  });

  test("an empty range says why, with what to do about it", async () => {
    await page.goto(`${product.url}/outlets/e1-DA001?pollutant=a21002&range=day&day=2020-01-01`);
    await page.getByText("这段时间早于该排口这种数据的第一条").waitFor();
    await page.getByText("请选择更晚的时间；数采仪里还有的话，可以在设备页补要。").waitFor();
    await page.goto(`${product.url}/outlets/e1-DA001?pollutant=a21002&basis=day`);
    await page.getByText("没有收到过这种污染物的日均值，有").waitFor();
    await shoot("empty");
    expect(complaints).toEqual([]);
  });
});
