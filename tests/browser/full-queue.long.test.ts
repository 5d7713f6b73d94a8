import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { DISTRICT, publishReadings } from "../support/district.ts";
import { Product } from "../support/product.ts";

const CASES = 1_005;
const DEVICES = 67;
const FACTORS = CASES / DEVICES;
/** The first devices speak an hour before the others: the time to triage their cases passes meanwhile. */
const EARLY = 33;
const START = "2026-11-24T05:00:00Z";
const LATER = "2026-11-24T06:00:00Z";
const GIVEN = "given by somebody";
const OWN = "a river without smoke";
const SHOTS = process.env["OUTFALL_TEST_SHOTS"];

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);
const mnOf = (device: number): string => `SIM4101020000000000${String(1_000 + device)}`;
const factorOf = (n: number): string => `a2${String(1_100 + n)}`;
const outletOf = (device: number, n: number): string => `e1-DA${String(1_000 + device * FACTORS + n)}`;

/** A works of 1,005 stacks: each logger measures fifteen of them, a factor each. */
function registry(): object {
  const [device] = DISTRICT.devices;
  const [channel] = DISTRICT.channels;
  const [limit] = DISTRICT.limits;
  const all = numbers(DEVICES).flatMap((d) => numbers(FACTORS).map((n) => ({ d, n, outlet: outletOf(d, n) })));
  return {
    ...DISTRICT,
    units: [{ id: "u-team", name: "执法大队", kind: "department" }],
    people: [{ id: "p1", name: "演示甲", phone: "000-0001" }],
    outlets: all.map(({ outlet }) => ({
      id: outlet,
      enterprise: "e1",
      code: outlet.slice(3),
      name: outlet.slice(3),
      kind: "stack",
    })),
    devices: numbers(DEVICES).map((d) => ({ ...device, mn: mnOf(d) })),
    channels: all.map(({ d, n, outlet }) => ({ ...channel, outlet, device: mnOf(d), factor: factorOf(n) })),
    limits: all.map(({ outlet }) => ({ ...limit, id: `${outlet}-so2-h`, outlet })),
  };
}

/** An hour of two days before, far above the limit at every stack of the logger: its finding is confirmed at once. */
const EXCEEDED = {
  at: "2026-11-22T02:00:00Z",
  basis: "hour",
  values: Object.fromEntries(numbers(FACTORS).map((n) => [factorOf(n), { value: 130 }])),
};

interface Listed {
  readonly id: string;
  readonly state: string;
  readonly deadline: string | null;
  readonly overdue: boolean;
}

describe("a queue of 1,005 cases", { timeout: 300_000 }, () => {
  let product: Product;
  let browser: Browser;
  let street: string;
  const counts = async () => (await product.ask("GET", "/api/v1/cases/counts?open=true", undefined, street)).body.total;

  beforeAll(async () => {
    product = await Product.start({ env: { OUTFALL_CLOCK: `manual:${START}` } });
    await product.ask("PUT", "/api/v1/registry", registry());
    street = await product.tokenFor(["street-officer"], { cells: ["g2-a"] });
    const speak = async (from: number, to: number): Promise<void> => {
      for (const d of numbers(DEVICES).slice(from, to)) await publishReadings(product, [EXCEEDED], mnOf(d));
      await product.until(counts, ({ all }) => all === to * FACTORS, 120_000);
    };
    await speak(0, EARLY);
    await product.ask("POST", "/api/v1/test/clock", { to: LATER });
    await speak(EARLY, DEVICES);
    if (BROWSER_PATH !== undefined) browser = await openBrowser();
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  /** Every page of a list, by the cursors that the server gives. */
  async function wholeList(query: string): Promise<{ readonly items: readonly Listed[]; readonly pages: number }> {
    const items: Listed[] = [];
    let cursor = "";
    for (let pages = 1; ; pages++) {
      const { body } = await product.ask("GET", `/api/v1/cases?${query}&limit=100${cursor}`, undefined, street);
      items.push(...body.items);
      if (body.next === null) return { items, pages };
      cursor = `&cursor=${encodeURIComponent(body.next)}`;
    }
  }

  // Behaviour
  test("a queue of 1,005 cases is read page by page, every case once, what is overdue longest first, and counted as listed", async () => {
    const { items, pages } = await wholeList("open=true&sort=urgent");
    const total = await counts();
    const needs = (await product.ask("GET", "/api/v1/needs", undefined, street)).body;

    expect([items.length, new Set(items.map(({ id }) => id)).size, pages]).toEqual([CASES, CASES, 11]);
    const deadlines = items.map(({ deadline }) => Date.parse(deadline ?? ""));
    expect(deadlines).toEqual(deadlines.toSorted((a, b) => a - b));
    const late = items.filter(({ overdue }) => overdue).length;
    expect(late).toBe(EARLY * FACTORS);
    expect(items.slice(0, late).every(({ overdue }) => overdue)).toBe(true);
    expect(total).toMatchObject({ all: CASES, open: CASES, mine: CASES, overdue: late });
    expect(needs.cases).toEqual({ waiting: CASES, overdue: late, leads: 0 });
    for (const filter of ["mine", "overdue", "soon", "leads", "undeclared", "supervised"]) {
      expect((await wholeList(`open=true&sort=urgent&${filter}=true`)).items.length, filter).toBe(total[filter]);
    }
  });

  test("a case that was closed stays in the queue while its clock runs", async () => {
    const [first] = (await wholeList("open=true&sort=urgent")).items;
    const path = `/api/v1/cases/${encodeURIComponent(first?.id ?? "")}`;
    const desk = await product.tokenFor(["duty-desk"], { cells: ["g1"] });
    const team = await product.tokenFor(["enforcement-officer"]);
    const step = async (to: string, token: string, fields: object = {}): Promise<void> => {
      const { version } = (await product.ask("GET", path)).body;
      const { status, body } = await product.ask(
        "POST",
        `${path}/transitions`,
        { to, version, note: "见附件", ...fields },
        token,
      );
      expect(status, JSON.stringify(body)).toBe(200);
    };
    await step("accepted", street);
    await step("dispatched", desk, { unit: "u-team" });
    await step("handling", team);
    await step("result", team, { measures: "已加盖防尘网" });
    await step("verify", street);
    await step("closed", desk);

    const after = (await wholeList("open=true&sort=urgent")).items;

    expect(after.find(({ id }) => id === first?.id)).toMatchObject({ state: "closed", deadline: expect.any(String) });
    expect(after).toHaveLength(CASES);
  });

  describe.runIf(BROWSER_PATH !== undefined)("in a browser", () => {
    let opened: Promise<Page> | undefined;

    /** The queue as its street sees it, logged in once. */
    const queue = (): Promise<Page> => {
      opened ??= logIn();
      return opened;
    };

    async function logIn(): Promise<Page> {
      const size = { width: 1440, height: 900 };
      const page = await (await browser.newContext({ locale: "zh-CN", viewport: size })).newPage();
      const account = { username: "zhao", password: GIVEN, roles: ["street-officer"], cells: ["g2-a"], person: "p1" };
      await product.ask("POST", "/api/v1/users", account);
      await page.goto(product.url);
      await page.getByLabel("用户名").fill("zhao");
      await page.getByLabel("密码").fill(GIVEN);
      await page.getByRole("button", { name: "登录" }).click();
      await page.getByLabel("现在的密码").fill(GIVEN);
      await page.getByLabel("新密码", { exact: true }).fill(OWN);
      await page.getByLabel("再输一次新密码").fill(OWN);
      await page.getByRole("button", { name: "修改密码" }).click();
      await page.locator(".case-line").first().waitFor();
      return page;
    }

    async function shoot(page: Page, name: string): Promise<void> {
      if (SHOTS === undefined) return;
      for (const width of [1440, 1280, 390]) {
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: `${SHOTS}/${name}-${width}.png` });
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    }

    // Behaviour
    test("the page of a full queue brings every case that the server counts, the one that is overdue longest first", async () => {
      const page = await queue();
      const lines = page.locator(".case-line");
      const first = await lines.first().innerText();
      await page.locator(".menu-count").first().waitFor();
      const title = await page.title();
      await shoot(page, "full");
      const more = page.getByRole("button", { name: /更多/ });
      while (await more.isVisible()) {
        const before = await lines.count();
        await more.click();
        await page.waitForFunction((n) => document.querySelectorAll(".case-line").length > n, before);
      }

      expect(first).toContain("超时");
      expect(title).toMatch(/^\(999\+\) 待办 · /);
      expect(await lines.count()).toBe(CASES);
      expect(await page.locator(".case-line:has(.left-over)").count()).toBe(EARLY * FACTORS - 1);
    });

    test("another person's step appears without a reload, and what was typed meanwhile is not lost", async () => {
      const page = await queue();
      await page.locator("li:nth-child(4) > .case-line").click();
      await page.locator('li:nth-child(4) > .case-line[aria-current="true"]').waitFor();
      await page.getByRole("button", { name: "受理", exact: true }).click();
      await page.getByLabel("说明").fill("现场已看过");
      const id = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1) ?? "");
      const path = `/api/v1/cases/${encodeURIComponent(id)}`;
      const { version } = (await product.ask("GET", path)).body;
      const request = { to: "check", version, note: "先核实" };
      const taken = await product.ask("POST", `${path}/transitions`, request, street);

      await page.getByText("案件有了变化").waitFor();
      await shoot(page, "changed");
      const submit = page.getByRole("button", { name: "确认受理" });

      expect(taken.status).toBe(200);
      expect(await page.getByLabel("说明").inputValue()).toBe("现场已看过");
      expect(await submit.isDisabled()).toBe(true);
      await page.getByRole("button", { name: "已看过" }).click();
      await submit.click();
      await page.locator(".timeline").getByText("现场已看过").waitFor();
      expect((await product.ask("GET", path)).body.state).toBe("accepted");
    });
  });
});
