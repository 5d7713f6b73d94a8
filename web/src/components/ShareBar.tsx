import type { ReactNode } from "react";
import { barWidth, sharePercent, WARNING_SHARE } from "../format/share.ts";

interface ShareBarProps {
  readonly share: number | null;
  /** Red is for what was judged to exceed; a momentary value above the limit is a warning. */
  readonly isExceeding: boolean;
}

/** How much of the limit a value uses: a thin bar with the limit as a line at two thirds, and the percent in words. */
export function ShareBar({ share, isExceeding }: ShareBarProps): ReactNode {
  if (share === null) return <span className="quiet">—</span>;
  const kind = share > 1 && isExceeding ? "over" : share >= WARNING_SHARE ? "near" : "within";
  return (
    <span className="share">
      <span className="share-track" aria-hidden="true">
        <span className={`share-bar share-${kind}`} style={{ width: `${barWidth(share)}%` }} />
      </span>
      <span className="share-text">{sharePercent(share)}</span>
    </span>
  );
}
