import { Button } from "antd";
import { type ReactNode, useState } from "react";
import type { CaseDetailWire } from "../../../../cases/case/case-wire.ts";
import { useSession } from "../../components/SessionContext.tsx";
import { WhoseTurn } from "../../components/WhoseTurn.tsx";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { StepForm } from "./StepForm.tsx";
import { type AllowedStep, stepWords } from "./step-words.ts";
import { caseWords } from "./words.ts";

interface CaseStepsProps {
  readonly item: CaseDetailWire;
  readonly onDone: () => void;
}

/**
 * The steps that may come next: mine as buttons, each opening its small form; those of others named with whose they
 * are.
 */
export function CaseSteps({ item, onDone }: CaseStepsProps): ReactNode {
  const { say } = useWords(caseWords);
  const { roles } = useSession();
  const [chosen, setChosen] = useState<AllowedStep | null>(null);
  const mine = item.allowed.filter((step) => step.mine);
  const others = item.allowed.filter((step) => !step.mine);
  // A step that somebody was faster with stays open: what was typed is not lost.
  const current = mine.find((step) => step.to === chosen?.to) ?? chosen ?? undefined;
  return (
    <section className="steps" aria-label={say("case.next")}>
      <h3>{say("case.next")}</h3>
      {item.pending !== null && <p role="status">{say("case.pending", { step: say(`case.step.${item.pending.to}`) })}</p>}
      {mine.length === 0 && <p className="quiet">{say(others.length === 0 ? "case.nobodyNext" : "case.noNext")}</p>}
      <div className="step-buttons">
        {mine.map((step, index) => (
          <Button
            key={step.to}
            type={index === 0 && current === undefined ? "primary" : "default"}
            aria-pressed={step.to === current?.to}
            onClick={() => setChosen(step)}
          >
            {stepWords(step, roles, say)}
          </Button>
        ))}
      </div>
      {current !== undefined && (
        <StepForm
          key={current.to}
          item={item}
          step={current}
          isOpen={mine.includes(current)}
          onCancel={() => setChosen(null)}
          onDone={() => {
            setChosen(null);
            onDone();
          }}
          onConflict={onDone}
        />
      )}
      {others.length > 0 && (
        <ul className="plain-list quiet">
          {byHolders(others).map((steps) => (
            <li key={steps[0].to}>
              <b>{steps.map((step) => say(`case.step.${step.to}`)).join(say("list.comma"))}</b>
              <WhoseTurn holders={steps[0].holders} declined={steps[0].declined} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Steps that the same people may take stand together. */
function byHolders(steps: readonly AllowedStep[]): readonly (readonly [AllowedStep, ...AllowedStep[]])[] {
  const groups = new Map<string, [AllowedStep, ...AllowedStep[]]>();
  for (const step of steps) {
    const key = JSON.stringify([step.holders, step.declined]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [step]);
    else group.push(step);
  }
  return [...groups.values()];
}
