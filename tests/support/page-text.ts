import type { Page } from "playwright-core";

/** A piece of text that a person sees, hears, or gets on hover. */
export interface PageText {
  readonly text: string;
  /** The element it stands in, as a selector says it: for messages. */
  readonly where: string;
  /** Marked as Chinese wherever it stands: a quoted law, the name of the language. */
  readonly isQuoted: boolean;
  /** Code, raw frames, and what is marked as being for whoever looks for a fault. */
  readonly isTechnical: boolean;
}

const TECHNICAL = "code, pre, textarea, .technical, [data-technical]";
const ATTRIBUTES = ["title", "aria-label", "placeholder", "alt"];

/** Everything that can be read on the page at this moment, in the order of the page; what is hidden is left out. */
export function readPage(page: Page): Promise<readonly PageText[]> {
  return page.evaluate(
    ([technical, attributes]) => {
      const found: PageText[] = [];
      const note = (text: string | null, element: Element): void => {
        if (text === null || text.trim() === "") return;
        const names = [element.tagName.toLowerCase(), ...element.classList].join(".");
        const isQuoted = document.documentElement.lang === "en" && element.closest("[lang|=zh]") !== null;
        found.push({ text: text.trim(), where: names, isQuoted, isTechnical: element.closest(technical) !== null });
      };
      note(document.title, document.documentElement);
      for (const element of document.body.querySelectorAll("*")) {
        if (!element.checkVisibility({ visibilityProperty: true })) continue;
        for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) note(node.textContent, element);
        for (const name of attributes) note(element.getAttribute(name), element);
      }
      return found;
    },
    [TECHNICAL, ATTRIBUTES] as const,
  );
}

/** Follows what a page asks the API for, so that a test can wait until it has all its answers. */
export class PageQuiet {
  readonly #page: Page;
  #open = 0;

  constructor(page: Page) {
    this.#page = page;
    const counts = (url: string): boolean => url.includes("/api/v1/") && !url.includes("/live");
    page.on("request", (request) => {
      if (counts(request.url())) this.#open += 1;
    });
    const done = (request: { url(): string }): void => {
      if (counts(request.url())) this.#open -= 1;
    };
    page.on("requestfinished", done);
    page.on("requestfailed", done);
  }

  /** Resolves when nothing is asked for any more and no placeholder waits for its content. */
  async settled(): Promise<void> {
    for (;;) {
      await this.#page.waitForFunction(
        () =>
          document.querySelector("#main, .login") !== null && document.querySelector(".ant-skeleton, [aria-busy=true]") === null,
      );
      await this.#page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      if (this.#open === 0) return;
    }
  }
}

/**
 * Goes to an address as a link of the page does, without loading the page anew; resolves when the page of that address
 * stands.
 */
export async function followLink(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => {
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate", { state: null }));
  }, path);
  // The page before stays until the code of the next one is there; the menu says which one it is.
  await page.waitForFunction(
    (first) => document.querySelector("nav a[aria-current=page]")?.getAttribute("href") === first,
    `/${path.split("/")[1]}`,
  );
}
