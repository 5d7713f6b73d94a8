import type { ReactNode } from "react";

const CHINESE = /(\p{Script=Han}(?:[\p{Script=Han}\d〔〕《》、，（）\s]*[\p{Script=Han}〕》）])?)/u;

/** A source of the law: what it quotes in Chinese is marked as such, so that it is read aloud and hyphenated rightly on an English page. */
export function LawText({ text }: { readonly text: string }): ReactNode {
  // With one group, every other part is what the pattern found.
  return text.split(CHINESE).map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change their order
      <cite key={index} lang="zh">
        {part}
      </cite>
    ) : (
      part
    ),
  );
}
