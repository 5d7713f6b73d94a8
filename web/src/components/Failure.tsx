import type { ReactNode } from "react";

/** Why something that was asked for was not done; nothing where there is no reason. */
export function Failure({ text }: { readonly text: string | null }): ReactNode {
  if (text === null) return null;
  return (
    <p role="alert" className="field-error">
      {text}
    </p>
  );
}
