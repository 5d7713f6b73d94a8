import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ANSWERED } from "../../components/HelpLink.tsx";
import { HELP_PAGES, helpPageNamed } from "../../components/help-pages.ts";
import { helpAt, ROUTES } from "../../routes.tsx";
import { helpText } from "./help-texts.ts";
import { type Block, helpAddress, helpTitle, type Inline, parseHelp } from "./parse-help.ts";

const LANGUAGES = ["zh", "en"] as const;
const FOLDER = join(import.meta.dirname, "../../../../docs/help");

function linesOf(block: Block): readonly (readonly Inline[])[] {
  if (block.kind === "list") return block.items;
  if (block.kind === "table") return [block.head, ...block.rows].flat();
  return block.kind === "code" ? [] : [block.line];
}

/** What both halves of a page have alike: the shape of each block, its anchor, its commands, and where links lead. */
function shapeOf(block: Block) {
  const links = linesOf(block)
    .flat()
    .flatMap((piece) => (piece.kind === "link" ? [piece.to.replace(/-en$/, "")] : []));
  switch (block.kind) {
    case "heading":
      return { kind: block.kind, level: block.level, id: block.id, links };
    case "list":
      return { kind: block.kind, items: block.items.length, isOrdered: block.isOrdered, links };
    case "table":
      return { kind: block.kind, widths: [block.head, ...block.rows].map((row) => row.length), links };
    case "code":
      return { kind: block.kind, text: block.text };
    case "paragraph":
    case "quote":
      return { kind: block.kind, links };
  }
}

function placesOf(page: (typeof HELP_PAGES)[number]): readonly string[] {
  const ids = parseHelp(helpText(page), "zh").flatMap((block) =>
    block.kind === "heading" && block.id !== undefined ? [block.id] : [],
  );
  return [page, ...ids.map((id) => `${page}#${id}`)];
}

const PLACES = HELP_PAGES.flatMap(placesOf);

test("the table of pages has the files of docs/help, and their names are told apart", () => {
  expect([...HELP_PAGES].sort().map((name) => `${name}.md`)).toEqual(readdirSync(FOLDER).sort());
  for (const language of LANGUAGES)
    expect(new Set(HELP_PAGES.map((page) => helpTitle(helpText(page), language))).size).toBe(HELP_PAGES.length);
});

describe.each(HELP_PAGES)("of the help, %s", (page) => {
  // Behaviour
  test("a page of the help says the same in both languages: its blocks, places, commands and links", () => {
    const [zh, en] = LANGUAGES.map((language) => parseHelp(helpText(page), language).map(shapeOf));

    expect(zh?.length).toBeGreaterThan(8);
    expect(en).toEqual(zh);
  });

  test("is Chinese in its first half and English in its second", () => {
    const words = (language: "zh" | "en") =>
      parseHelp(helpText(page), language).flatMap((block) =>
        linesOf(block)
          .flat()
          .map(({ text }) => text),
      );

    expect(
      words("zh")
        .join("")
        .match(/\p{Script=Han}/gu)?.length,
    ).toBeGreaterThan(200);
    // Only what is a name in Chinese stays so: documents, and the word that the law keeps for an exceedance.
    expect(
      words("en")
        .join("")
        .replaceAll(/超标|线索|中政办|号/g, ""),
    ).not.toMatch(/\p{Script=Han}/u);
  });

  test("leads to places that the help has", () => {
    for (const language of LANGUAGES) {
      for (const piece of parseHelp(helpText(page), language).flatMap(linesOf).flat()) {
        if (piece.kind !== "link") continue;
        const address = helpAddress(piece.to, page);
        if (address === undefined) expect(piece.to).toMatch(/^\.\.\/[\w-]+\.md$/);
        else expect(PLACES).toContain(address.replace("/help/", ""));
      }
    }
  });
});

// Behaviour
test("every page, and every question that arises on one, has its place in the help", () => {
  for (const { path, help } of ROUTES) expect(PLACES, path).toContain(help);
  for (const place of ANSWERED) expect(PLACES).toContain(place);
  expect(helpAt("/cases/c1")).toBe("read-a-verdict");
  expect(helpAt("/elsewhere")).toBe("when");
});

test("an address that names no page of the help names none", () => {
  expect(helpPageNamed("declare")).toBe("declare");
  expect(helpPageNamed("nothing")).toBeUndefined();
  expect(helpPageNamed(undefined)).toBeUndefined();
});

describe("the Markdown of the help", () => {
  const PAGE = [
    "# 甲",
    "",
    "[English](#english)",
    "",
    "一**二**`三`[四](b.md#c)五",
    "",
    '<a id="x"></a>',
    "## 乙",
    "",
    "- 一",
    "- 二",
    "",
    "```sh",
    "a",
    "",
    "b",
    "```",
    "",
    '<a id="english"></a>',
    "# A",
    "",
    '<a id="x-en"></a>',
    "## B",
    "",
    "1. one",
    "",
    "> said",
    "",
    "| h | i |",
    "| --- | --- |",
    "| `c` | |",
    "",
  ].join("\n");
  const text = (words: string) => ({ kind: "text", text: words });

  test("is read block by block, one language at a time", () => {
    expect(parseHelp(PAGE, "zh")).toEqual([
      { kind: "heading", level: 1, line: [text("甲")] },
      {
        kind: "paragraph",
        line: [
          text("一"),
          { kind: "strong", text: "二" },
          { kind: "code", text: "三" },
          { kind: "link", text: "四", to: "b.md#c" },
          text("五"),
        ],
      },
      { kind: "heading", level: 2, id: "x", line: [text("乙")] },
      { kind: "list", isOrdered: false, items: [[text("一")], [text("二")]] },
      { kind: "code", text: "a\n\nb" },
    ]);
    expect(parseHelp(PAGE, "en")).toEqual([
      { kind: "heading", level: 1, line: [text("A")] },
      { kind: "heading", level: 2, id: "x", line: [text("B")] },
      { kind: "list", isOrdered: true, items: [[text("one")]] },
      { kind: "quote", line: [text("said")] },
      { kind: "table", head: [[text("h")], [text("i")]], rows: [[[{ kind: "code", text: "c" }], []]] },
    ]);
    expect([helpTitle(PAGE, "zh"), helpTitle(PAGE, "en"), helpTitle("", "zh")]).toEqual(["甲", "A", ""]);
  });

  test("a link leads to a page, to a place, or out of the help", () => {
    expect(helpAddress("declare.md", "when")).toBe("/help/declare");
    expect(helpAddress("declare.md#consent-en", "when")).toBe("/help/declare#consent");
    expect(helpAddress("#clock", "when")).toBe("/help/when#clock");
    expect(helpAddress("../hj212.md", "when")).toBeUndefined();
  });
});
