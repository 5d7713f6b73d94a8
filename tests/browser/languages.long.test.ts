import { connect } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Registry } from "../../core/registry/registry.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { demoRegistry } from "../../simulators/demo/demo-district.ts";
import { BROWSER_PATH, openBrowser } from "../support/browser.ts";
import { menuAndDetails } from "../support/page-paths.ts";
import { followLink, PageQuiet, type PageText, readPage } from "../support/page-text.ts";
import { Product } from "../support/product.ts";

const WAIT_MS = 20_000;
const HAN = /\p{Script=Han}/u;
/** A sentence has at least three words in a row, the later ones in small letters. */
const ENGLISH_SENTENCE = /[A-Za-z]+(?:\s+[a-z]{2,}){2,}/;
/** A key of a table of words, a place that was not filled, and the mark of a figure that is ours. */
const UNFINISHED = /^[a-z]+(?:\.[a-zA-Z-]+)+$|\{\w+\}|\[D\]/;

type Language = "zh" | "en";

interface Account {
  readonly role: string;
  readonly username: string;
}

/** Every string with Chinese characters below a value: what somebody has registered or written. */
function chineseIn(value: unknown): readonly string[] {
  if (typeof value === "string") return HAN.test(value) ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(chineseIn);
}

describe.runIf(BROWSER_PATH !== undefined)("every page in both languages", { timeout: 240_000 }, () => {
  let product: Product;
  let browser: Browser;
  let accounts: readonly Account[];
  let registered: readonly string[];
  let ids: readonly RegExp[];

  beforeAll(async () => {
    [product, browser] = await Promise.all([Product.start({ args: ["--demo"] }), openBrowser()]);
    await troubleAtTheGateway(product);
    const rows = async (path: string) => (await product.ask("GET", `/api/v1${path}`)).body.items.length;
    await product.until(
      () => rows("/cases"),
      (n) => n >= 2,
      90_000,
    );
    await product.until(
      () => rows("/quarantine"),
      (n) => n > 0,
    );
    await product.until(
      () => rows("/devices/unknown"),
      (n) => n > 0,
    );
    const registry: Registry = (await product.ask("GET", "/api/v1/registry")).body;
    const about = (await product.ask("GET", "/api/v1/about")).body;
    accounts = about.accounts;
    const written = chineseIn([registry, about, (await product.ask("GET", "/api/v1/declarations")).body]);
    // The longest first: a short name may be part of a long one. Pages also show an outlet without its enterprise.
    registered = [...new Set(written.flatMap((text) => [text, ...text.split(/\s+/)]))].sort((a, b) => b.length - a.length);
    const named = [...registry.cells, ...registry.enterprises, ...registry.people, ...registry.units].map((row) => row.id);
    ids = [...named, ...accounts.map(({ username }) => `demo-${username}`)].map((id) => new RegExp(`(?<![\\w-])${id}(?![\\w-])`));
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
  });

  function faultsOf({ text, where, isQuoted, isTechnical }: PageText, language: Language): readonly string[] {
    const found: string[] = [];
    if (language === "en" && !isQuoted && HAN.test(registered.reduce((rest, name) => rest.replaceAll(name, ""), text)))
      found.push("Chinese");
    if (language === "zh" && !isTechnical && ENGLISH_SENTENCE.test(text)) found.push("English");
    if (!isTechnical && ids.some((id) => id.test(text))) found.push("raw id");
    if (UNFINISHED.test(text)) found.push("unfinished");
    return found.map((fault) => `${fault} in ${where}: ${text}`);
  }

  /** Logs in as the account, walks its menu and what the pages lead to, and answers with everything that is wrong. */
  async function walk(account: Account, language: Language): Promise<readonly string[]> {
    const context = await browser.newContext({
      locale: "zh-CN",
      timezoneId: "Asia/Shanghai",
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    const found = new Set<string>();
    page.on("pageerror", (error) => found.add(`${account.role}: ${error.message}`));
    page.on("console", (line) => {
      if (line.type() === "error") found.add(`${account.role}: ${line.text()}`);
    });
    await page.addInitScript((chosen) => localStorage.setItem("outfall.lang", chosen), language);
    const quiet = new PageQuiet(page);
    const look = async (where: string): Promise<void> => {
      await quiet.settled();
      for (const text of await readPage(page)) {
        for (const fault of faultsOf(text, language)) found.add(`${account.role} ${where}: ${fault}`);
      }
    };

    await page.goto(product.url);
    await look("log-in");
    await page.locator(".account").nth(accounts.indexOf(account)).click();
    await page.locator("nav a").first().waitFor();
    for (const path of await menuAndDetails(page)) {
      await followLink(page, path);
      await look(path);
      await openMore(page, path);
      await look(`${path} opened`);
    }
    await context.close();
    return [...found];
  }

  test.each(["en", "zh"] as const)(
    "in %s no page shows the other language, a raw id or an unfinished text, and none complains",
    async (language) => {
      const [left, right] = [accounts.filter((_, i) => i % 2 === 0), accounts.filter((_, i) => i % 2 === 1)];
      const lane = async (part: readonly Account[]): Promise<readonly string[]> => {
        const found: string[] = [];
        for (const account of part) found.push(...(await walk(account, language)));
        return found;
      };

      const found = await Promise.all([lane(left), lane(right)]);

      expect(accounts.length).toBeGreaterThan(3);
      expect(found.flat()).toEqual([]);
    },
  );
});

/** Opens what a page keeps closed: another finding, a row that unfolds, a frame, the steps of a form. */
async function openMore(page: Page, path: string): Promise<void> {
  for (const closed of [
    ".finding[aria-pressed=false]",
    ".ant-table-row-expand-icon-collapsed",
    ".frames summary",
    ".step-buttons .ant-btn:not(.ant-btn-primary)",
  ]) {
    const first = page.locator(closed).first();
    if (path !== "/decode" && (await first.isVisible()) && (await first.isEnabled())) await first.click();
  }
}

/**
 * What goes wrong in the field: a factor that is not registered, a frame with a wrong CRC, a device that nobody knows.
 */
function troubleAtTheGateway({ doors }: Product): Promise<void> {
  const [device] = demoRegistry().devices;
  const header = { qn: "20260101000000001", st: "31", cn: "2011", flag: 5 } as const;
  const cp = "DataTime=20260101000000;a99999-Rtd=1.0,a99999-Flag=N";
  const known = { ...header, mn: device?.mn ?? "", pw: String(device?.hj212Password), cp };
  const wrongCrc = Buffer.from(encodeFrame(known));
  wrongCrc.write("0000", wrongCrc.length - 6);
  const unknown = encodeFrame({ ...header, mn: "SIM999999999999999999999", pw: "123456", cp });
  return new Promise((resolve, reject) => {
    const socket = connect(doors.hj212.port, doors.hj212.host, () => {
      for (const frame of [encodeFrame(known), wrongCrc, unknown]) socket.write(frame);
      socket.end();
    });
    socket.resume();
    socket.once("close", () => resolve());
    socket.once("error", reject);
  });
}
