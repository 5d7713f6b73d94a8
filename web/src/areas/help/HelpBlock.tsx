import type { ReactNode } from "react";
import { Link } from "react-router";
import type { HelpPageName } from "../../components/help-pages.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { type Block, helpAddress, type Inline } from "./parse-help.ts";
import { helpWords } from "./words.ts";

interface BlockProps {
  readonly block: Block;
  /** The page that it stands in. */
  readonly page: HelpPageName;
}

/** One piece of a page of the help. */
export function HelpBlock({ block, page }: BlockProps): ReactNode {
  const line = (pieces: readonly Inline[]): ReactNode => <Pieces pieces={pieces} page={page} />;
  switch (block.kind) {
    case "heading":
      return block.level === 1 ? <h1>{line(block.line)}</h1> : <h2 id={block.id}>{line(block.line)}</h2>;
    case "paragraph":
      return <p>{line(block.line)}</p>;
    case "quote":
      return <blockquote>{line(block.line)}</blockquote>;
    case "code":
      return <pre>{block.text}</pre>;
    case "list": {
      const items = inOrder(block.items).map(([key, item]) => <li key={key}>{line(item)}</li>);
      return block.isOrdered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "table":
      return <HelpTable block={block} line={line} />;
  }
}

type TableBlock = Extract<Block, { readonly kind: "table" }>;

function HelpTable({
  block,
  line,
}: {
  readonly block: TableBlock;
  readonly line: (pieces: readonly Inline[]) => ReactNode;
}): ReactNode {
  const heads = block.head.map((cell) => cell.map(({ text }) => text).join(""));
  return (
    <table className="grid wrap stack">
      <thead>
        <tr>
          {inOrder(block.head).map(([key, cell]) => (
            <th key={key} scope="col">
              {line(cell)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {inOrder(block.rows).map(([key, row]) => (
          <tr key={key}>
            {row.map((cell, i) => (
              <td key={heads[i]} data-label={heads[i]}>
                {line(cell)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What stands written keeps its order: its place is its key. */
function inOrder<T>(all: readonly T[]): readonly (readonly [key: string, one: T])[] {
  return all.map((one, i) => [String(i), one]);
}

function Pieces({ pieces, page }: { readonly pieces: readonly Inline[]; readonly page: HelpPageName }): ReactNode {
  return inOrder(pieces).map(([key, piece]) => {
    switch (piece.kind) {
      case "text":
        return piece.text;
      case "strong":
        return <strong key={key}>{piece.text}</strong>;
      case "code":
        return <code key={key}>{piece.text}</code>;
      case "link":
        return <HelpReference key={key} text={piece.text} to={piece.to} page={page} />;
    }
    return null;
  });
}

interface ReferenceProps {
  readonly text: string;
  readonly to: string;
  readonly page: HelpPageName;
}

/** A link of the help; of a document that the pages do not have, where it lies. */
function HelpReference({ text, to, page }: ReferenceProps): ReactNode {
  const { say } = useWords(helpWords);
  const address = helpAddress(to, page);
  if (address !== undefined) return <Link to={address}>{text}</Link>;
  return (
    <>
      {text}
      {say("help.file", { file: to.replace(/^\.\.\//, "docs/") })}
    </>
  );
}
