import type { ReactNode } from "react";
import type { OutletState } from "../../../core/judging/outlet-state.ts";
import { barWidth, sharePercent, WARNING_SHARE } from "../format/share.ts";

interface ShareBarProps {
  readonly share: number | null;
  /** Red is for what was judged to exceed, blue for what was declared; any other value near the limit warns. */
  readonly state: OutletState;
}

/** How much of the limit a value uses: a thin bar with the limit as a line at two thirds, and the percent in words. */
export function ShareBar({ share, state }: ShareBarProps): ReactNode {
  if (share === null) return <span className="quiet">—</span>;
  const kind = shareKind(share, state);
  return (
    <span className="share">
      <span className="share-track" aria-hidden="true">
        <span className={`share-bar share-${kind}`} style={{ width: `${barWidth(share)}%` }} />
      </span>
      <span className="share-text">{sharePercent(share)}</span>
    </span>
  );
}

function shareKind(share: number, state: OutletState): "over" | "declared" | "near" | "within" {
  if (share < WARNING_SHARE) return "within";
  if (state === "exempt") return "declared";
  return share > 1 && state === "exceeding" ? "over" : "near";
}
