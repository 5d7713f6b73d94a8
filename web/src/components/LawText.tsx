import type { ReactNode } from "react";

interface LawTextProps {
  readonly text: string;
  /** The document that the text quotes as it is; `null` when it quotes none. */
  readonly quoted: string | null;
}

/**
 * A source of the law: what it quotes as it is written is marked as Chinese, so that it is read aloud and hyphenated
 * rightly on an English page.
 */
export function LawText({ text, quoted }: LawTextProps): ReactNode {
  const at = quoted === null ? -1 : text.indexOf(quoted);
  if (quoted === null || at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <cite lang="zh">{quoted}</cite>
      {text.slice(at + quoted.length)}
    </>
  );
}
