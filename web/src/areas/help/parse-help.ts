/** A piece of a line. */
export type Inline =
  | { readonly kind: "text" | "strong" | "code"; readonly text: string }
  | { readonly kind: "link"; readonly text: string; readonly to: string };

type Line = readonly Inline[];

/** A piece of a page. */
export type Block =
  | { readonly kind: "heading"; readonly level: number; readonly id?: string; readonly line: Line }
  | { readonly kind: "paragraph" | "quote"; readonly line: Line }
  | { readonly kind: "list"; readonly isOrdered: boolean; readonly items: readonly Line[] }
  | { readonly kind: "table"; readonly head: readonly Line[]; readonly rows: readonly (readonly Line[])[] }
  | { readonly kind: "code"; readonly text: string };

/** Where the English half of a page of docs/help begins; the Chinese one stands before it. */
const ENGLISH = '<a id="english"></a>\n';
/** Leads from the Chinese half to the English one, for whoever reads the file itself. */
const TO_ENGLISH = "[English](#english)";

/** One half of a page of docs/help, in the little of Markdown that these pages are written in. */
export function parseHelp(page: string, language: "zh" | "en"): readonly Block[] {
  const [zh = "", en = ""] = page.split(ENGLISH);
  const blocks: Block[] = [];
  let id: string | undefined;
  for (const text of blocksOf(language === "zh" ? zh : en)) {
    const anchor = /^<a id="([^"]+)"><\/a>\n?/.exec(text);
    if (anchor !== null) id = anchor[1]?.replace(/-en$/, "");
    const rest = anchor === null ? text : text.slice(anchor[0].length);
    if (rest === "" || rest === TO_ENGLISH) continue;
    blocks.push(parseBlock(rest, id));
    id = undefined;
  }
  return blocks;
}

/** The name of a page in one language. */
export function helpTitle(page: string, language: "zh" | "en"): string {
  const first = parseHelp(page, language)[0];
  return first?.kind === "heading" ? first.line.map(({ text }) => text).join("") : "";
}

/** What blank lines part, and fences, within which a blank line parts nothing. */
function blocksOf(text: string): readonly string[] {
  const parts = text.split(/^(```\w*\n[\s\S]*?\n```)$/m);
  return parts
    .flatMap((part, i) => (i % 2 === 1 ? [part] : part.split(/\n{2,}/).map((one) => one.trim())))
    .filter((p) => p !== "");
}

function parseBlock(text: string, id: string | undefined): Block {
  const lines = text.split("\n");
  const [first = ""] = lines;
  const heading = /^(#+) (.+)$/.exec(first);
  if (heading !== null) {
    const [, marks = "", title = ""] = heading;
    return { kind: "heading", level: marks.length, ...(id !== undefined && { id }), line: parseLine(title) };
  }
  if (first.startsWith("```")) return { kind: "code", text: lines.slice(1, -1).join("\n") };
  if (first.startsWith("> ")) return { kind: "quote", line: parseLine(lines.map((line) => line.slice(2)).join(" ")) };
  if (first.startsWith("|")) {
    const [head = [], , ...rows] = lines.map(cellsOf);
    return { kind: "table", head, rows };
  }
  const item = /^(?:-|(\d+)\.) /.exec(first);
  if (item !== null) {
    const items = lines.map((line) => parseLine(line.replace(/^(?:-|\d+\.) /, "")));
    return { kind: "list", isOrdered: item[1] !== undefined, items };
  }
  return { kind: "paragraph", line: parseLine(lines.join(" ")) };
}

function cellsOf(line: string): readonly Line[] {
  return line
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => parseLine(cell.trim()));
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

function parseLine(text: string): Line {
  const line: Inline[] = [];
  let at = 0;
  for (const found of text.matchAll(INLINE)) {
    const [whole, code, strong, link, to] = found;
    if (found.index > at) line.push({ kind: "text", text: text.slice(at, found.index) });
    if (code !== undefined) line.push({ kind: "code", text: code });
    else if (strong !== undefined) line.push({ kind: "strong", text: strong });
    else if (link !== undefined && to !== undefined) line.push({ kind: "link", text: link, to });
    at = found.index + whole.length;
  }
  if (at < text.length) line.push({ kind: "text", text: text.slice(at) });
  return line;
}

/**
 * Where a link of a page leads within the product: to another page of the help, or to a place in this one; `undefined`
 * for a document that only the product's folder has.
 */
export function helpAddress(to: string, name: string): string | undefined {
  const [, page = "", anchor] = /^([a-z-]+\.md)?(?:#(.+))?$/.exec(to) ?? [];
  if (page === "" && anchor === undefined) return undefined;
  const place = anchor === undefined ? "" : `#${anchor.replace(/-en$/, "")}`;
  return `/help/${page === "" ? name : page.replace(/\.md$/, "")}${place}`;
}
