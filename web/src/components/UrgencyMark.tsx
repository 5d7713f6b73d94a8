import type { ReactNode } from "react";
import type { Urgency } from "../format/left-time.ts";

/**
 * How urgent a deadline is, as a shape: a clock while it is near, the filled octagon of what is exceeded once it is
 * past. Nothing stands where there is time.
 */
export function UrgencyMark({ urgency }: { readonly urgency: Urgency }): ReactNode {
  if (urgency === "calm") return null;
  return (
    <svg className="urgency" viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">
      {urgency === "over" ? (
        <>
          <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />
          <path d="M8 4v5M8 11v1.500" fill="none" stroke="var(--paper)" strokeWidth="1.800" />
        </>
      ) : (
        <>
          <circle cx="8" cy="8" r="6.200" fill="none" stroke="currentColor" strokeWidth="1.500" />
          <path d="M8 4.500V8l2.500 1.500" fill="none" stroke="currentColor" strokeWidth="1.500" />
        </>
      )}
    </svg>
  );
}
