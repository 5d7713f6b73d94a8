import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { Product } from "../support/product.ts";

/** What a newcomer is promised: both cases of the demo stand within this time of the start. */
const FIRST_MINUTE_MS = 60_000;
const WAIT_MS = 15_000;

describe.runIf(BROWSER_PATH !== undefined)("the demo in a browser", { timeout: 2 * FIRST_MINUTE_MS }, () => {
  const pictures = mkdtempSync(join(tmpdir(), "outfall-pictures-"));
  let product: Product;
  let browser: Browser;
  let startedAt: number;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    startedAt = Date.now();
    [product, browser] = await Promise.all([Product.start({ args: ["--demo"] }), openBrowser()]);
  }, 2 * FIRST_MINUTE_MS);

  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  beforeEach(async () => {
    const context = await browser.newContext({
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
      viewport: { width: 1440, height: 900 },
    });
    page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    complaints = [];
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (line) => {
      if (line.type() === "error") complaints.push(line.text());
    });
    await page.goto(product.url);
  });

  afterEach(async () => {
    await page.context().close();
  });

  /** Logs in as a newcomer does: one click on the card of an account. */
  async function logInAs(role: string): Promise<void> {
    await page.getByRole("button", { name: role }).click();
    await page.getByRole("navigation").waitFor();
  }

  test("within a minute of the start the page shows both cases in the queue and values that move, in Chinese", async () => {
    await logInAs("街道环保员");
    const left = Math.max(1_000, startedAt + FIRST_MINUTE_MS - Date.now());
    const queue = page.getByRole("region", { name: "案件列表" });
    await queue.getByText("未见有效申报（线索）").waitFor({ timeout: left });
    await queue.getByText("窑尾 NOₓ 小时均值").waitFor({ timeout: left });
    await page.getByRole("article").getByText("判定步骤").waitFor();
    await page.screenshot({ path: join(pictures, "queue.png") });

    await page.getByRole("navigation").getByText("实时").click();
    const figures = (): Promise<readonly string[]> => page.locator("tbody .figure b").allInnerTexts();
    await page.locator("tbody .figure b").first().waitFor();
    const before = await figures();
    await expect.poll(figures, { timeout: WAIT_MS }).not.toEqual(before);
    expect((await figures()).length).toBe(before.length);
    await page.screenshot({ path: join(pictures, "live.png") });
    expect(complaints).toEqual([]);
  });

  test("a step that is allowed is a button, and after it the case stands in the new state", async () => {
    await logInAs("街道环保员");
    await page.getByRole("region", { name: "案件列表" }).getByText("未见有效申报（线索）").click();
    const state = page.locator(".path [aria-current=step]");
    await expect.poll(() => state.innerText()).toBe("上报");

    await page.getByRole("region", { name: "下一步" }).getByRole("button", { name: "派员核实", exact: true }).click();
    await page.getByLabel("说明").fill("现场查看南厂界");
    await page.getByRole("button", { name: "确认派员核实" }).click();

    await expect.poll(() => state.innerText(), { timeout: WAIT_MS }).toBe("核实");
    await page.getByRole("region", { name: "经过" }).getByText("现场查看南厂界").waitFor();
    await page.reload();
    await page.getByRole("region", { name: "经过" }).getByText("现场查看南厂界").waitFor();
    expect(complaints).toEqual([]);
  });

  test("the case is taken to its end by the accounts of the demo", async () => {
    const sessions = new Map<string, string>();
    const as = async (username: string, method: string, path: string, body?: object) => {
      const cookie = sessions.get(username) ?? "";
      const answer = await fetch(`${product.url}/api/v1${path}`, {
        ...{ method, headers: { cookie, ...(body && { "content-type": "application/json" }) } },
        ...(body && { body: JSON.stringify(body) }),
      });
      const set = answer.headers.getSetCookie();
      if (path === "/session") sessions.set(username, set.map((line) => line.split(";")[0]).join("; "));
      return answer.json() as Promise<Record<string, unknown>>;
    };
    for (const name of ["community", "street", "bureau", "unit"]) {
      await as(name, "POST", "/session", { username: name, password: `demo-${name}` });
    }
    const { items } = (await as("street", "GET", "/cases")) as { items: { id: string; rule: string; state: string }[] };
    const emission = items.find(({ rule }) => rule === "FUG-UNREPORTED");
    const path = `/cases/${encodeURIComponent(emission?.id ?? "")}`;
    const way: readonly (readonly [who: string, to: string, fields?: object])[] = [
      ...([
        ["community", "check"],
        ["street", "accepted"],
        ["bureau", "dispatched", { unit: "u-urban" }],
      ] as const),
      ...([
        ["unit", "handling"],
        ["unit", "result"],
        ["street", "verify"],
        ["bureau", "closed"],
      ] as const),
      ...([
        ["unit", "feedback"],
        ["bureau", "archived"],
      ] as const),
    ];
    // Somebody may have sent a person there already.
    const rest = way.slice(emission?.state === "check" ? 1 : 0);
    const states: unknown[] = [];
    for (const [who, to, fields] of rest) {
      const { version } = await as(who, "GET", path);
      const taken = await as(who, "POST", `${path}/transitions`, { to, version, note: "演示", ...fields });
      states.push(taken["state"] ?? taken);
    }

    expect(states).toEqual(rest.map(([, to]) => to));
  });

  test("a device shows its frames decoded, and a command to it stands in its history", async () => {
    await logInAs("分局值班");
    await page.getByRole("navigation").getByText("设备", { exact: true }).click();
    await page.getByRole("button", { name: "SIM410102000000000000001" }).click();
    const frames = page.getByRole("region", { name: "最近报文" });
    await frames.locator("summary", { hasText: "实时数据" }).first().click();
    await frames.getByText("NOₓ").first().waitFor();

    await page.getByRole("button", { name: "读时间", exact: true }).click();
    await page.getByRole("button", { name: "发送读时间" }).click();
    await page.getByRole("cell", { name: "读时间" }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("one click turns the pages to English", async () => {
    await page.getByRole("button", { name: "English" }).click();
    await logInAs("Street officer");
    await page.getByRole("heading", { name: "Queue" }).waitFor();

    expect(await page.getByRole("navigation").innerText()).toContain("Live");
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(complaints).toEqual([]);
  });
});
