import type { ReactNode } from "react";
import type { DeclarationWire } from "../../../../cases/declaration/declaration-wire.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { pastText } from "./past-text.ts";
import { declarationWords } from "./words.ts";

/** That the window of a declaration lies in the past, or a part of it, while it waits for an answer and after that. */
export function PastNote({ declaration }: { readonly declaration: DeclarationWire }): ReactNode {
  const { say } = useWords(declarationWords);
  const text = pastText(declaration, say);
  return text === undefined ? null : (
    <p className="caution" role="note">
      {text}
    </p>
  );
}
