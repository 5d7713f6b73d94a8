import { Fragment, type ReactNode } from "react";
import { unbrokenPieces } from "../format/unbroken.ts";

/** A sentence whose dates, periods and figures with units are each kept on one line. */
export function Unbroken({ text }: { readonly text: string }): ReactNode {
  return unbrokenPieces(text).map(({ at, piece, isWhole }) =>
    isWhole ? (
      <span key={at} className="nowrap">
        {piece}
      </span>
    ) : (
      <Fragment key={at}>{piece}</Fragment>
    ),
  );
}
