import type { ReactNode } from "react";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import type { LegendEntry, Swatch } from "./legend-entries.ts";

/** What the drawing means, in its own samples. */
export function ChartLegend({ entries }: { readonly entries: readonly LegendEntry[] }): ReactNode {
  const { say } = useLanguage();
  if (entries.length === 0) return null;
  return (
    <ul className="chart-legend" aria-label={say("legend.title")}>
      {entries.map(({ key, swatch, text }) => (
        <li key={key}>
          <Sample swatch={swatch} />
          {text}
        </li>
      ))}
    </ul>
  );
}

function Sample({ swatch: { path, fill, stroke, width = 1, dash } }: { readonly swatch: Swatch }): ReactNode {
  const colour = (name: string | undefined): string =>
    name === undefined ? "none" : `var(--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)})`;
  return (
    <svg viewBox="0 0 18 12" width="18" height="12" aria-hidden="true">
      <path d={path} fill={colour(fill)} stroke={colour(stroke)} strokeWidth={width} strokeDasharray={dash?.join(" ")} />
    </svg>
  );
}
