import type { Page } from "playwright-core";

/** The menu of whoever is logged in, with the cases, outlets and devices that the pages lead to. */
export async function menuAndDetails(page: Page): Promise<readonly string[]> {
  const menu = await page.locator("nav a").evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  const details: string[] = [];
  for (const [path, key, most] of [
    ["/cases", "id", 2],
    ["/outlets", "id", 2],
    ["/devices", "mn", 2],
  ] as const) {
    if (!menu.includes(path)) continue;
    const items: readonly Record<string, string>[] = await page.evaluate(
      (from) => fetch(`/api/v1${from}`).then(async (answer) => (await answer.json()).items),
      path,
    );
    details.push(...items.slice(0, most).map((item) => `${path}/${encodeURIComponent(item[key] ?? "")}`));
  }
  return [...menu, ...details];
}
