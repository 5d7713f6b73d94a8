import type { ReactNode } from "react";
import type { OutletState } from "../../../core/judging/outlet-state.ts";
import type { VerdictWord } from "../../../core/judging/period.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";

type MarkState = OutletState | "none";

/** Each state has a shape of its own, so that it is told apart without colour. */
const SHAPES: Readonly<Record<MarkState, ReactNode>> = {
  ok: <path d="M3 8.500 6.500 12 13 4.500" fill="none" stroke="currentColor" strokeWidth="1.800" />,
  warning: (
    <path
      d="M8 1.800 15 14H1z M8 6v4 M8 11.500v1.200"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.500"
      strokeLinejoin="round"
    />
  ),
  exceeding: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />
      <path d="M8 12V4.500M4.800 7.500 8 4.300l3.200 3.200" fill="none" stroke="var(--paper)" strokeWidth="1.700" />
    </>
  ),
  "cannot-judge": <path d="M2 2h12v12H2z M2 8l6-6M2 14 14 2M8 14l6-6" fill="none" stroke="currentColor" strokeWidth="1.200" />,
  offline: <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.500" strokeDasharray="3 2.300" />,
  exempt: <path d="M3 1.500h10v13H3z M5.500 8.200l2 2 3.500-4" fill="none" stroke="currentColor" strokeWidth="1.400" />,
  none: <path d="M3 8h10" fill="none" stroke="currentColor" strokeWidth="1.500" />,
};

function Mark({ state, text, help }: { readonly state: MarkState; readonly text: string; readonly help: string }): ReactNode {
  return (
    <span className={`mark mark-${state}`} title={help}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
        {SHAPES[state]}
      </svg>
      {text}
    </span>
  );
}

/** State of an outlet: icon and word; nothing where nothing is limited. */
export function StateMark({ state }: { readonly state: OutletState | null }): ReactNode {
  const { say } = useLanguage();
  if (state === null) return null;
  return <Mark state={state} text={say(`state.${state}`)} help={say(`help.state.${state}`)} />;
}

interface VerdictMarkProps {
  readonly verdict: VerdictWord | null;
  /** What is above the limit here is a lead and no exceedance. */
  readonly isLead: boolean;
}

/** Verdict of an hour: icon and word. */
export function VerdictMark({ verdict, isLead }: VerdictMarkProps): ReactNode {
  const { say } = useLanguage();
  if (verdict === "exceeding" && isLead) {
    return <Mark state="warning" text={say("verdict.lead")} help={say("help.verdict.lead")} />;
  }
  if (verdict === null) return <Mark state="none" text={say("verdict.none")} help={say("help.verdict.none")} />;
  const state = verdict === "compliant" ? "ok" : verdict;
  return <Mark state={state} text={say(`verdict.${verdict}`)} help={say(`help.verdict.${verdict}`)} />;
}

const DEVICE_SHAPES = { online: "ok", silent: "offline", never: "none" } as const;

/** Whether a device sends what it owes: icon and word. */
export function DeviceMark({ state }: { readonly state: keyof typeof DEVICE_SHAPES }): ReactNode {
  const { say } = useLanguage();
  return <Mark state={DEVICE_SHAPES[state]} text={say(`dev.state.${state}`)} help={say(`help.device.${state}`)} />;
}
