import { Button, Segmented } from "antd";
import type { ReactNode } from "react";
import { DayField } from "../../components/DayField.tsx";
import { type Day, dayOf } from "../../format/beijing-days.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { CALENDAR, type Calendar, daysOf, isRolling, neighbour, type OutletView, ROLLING } from "./outlet-view.ts";
import { outletWords } from "./words.ts";

interface RangeBarProps {
  readonly view: OutletView;
  readonly now: number;
  /** Puts what changes into the address. */
  readonly onLook: (change: Readonly<Record<string, string>>) => void;
}

/** Which time is looked at: the time up to now, or days of the calendar. */
export function RangeBar({ view, now, onLook }: RangeBarProps): ReactNode {
  const { say } = useWords(outletWords);
  const choose = (range: string): void => onLook({ range });
  return (
    <>
      <Segmented
        aria-label={say("outlet.range")}
        value={view.range as string}
        onChange={choose}
        options={ROLLING.map((range) => ({ value: range, label: say(`outlet.range.${range}`) }))}
      />
      <Segmented
        aria-label={say("outlet.calendar")}
        value={view.range as string}
        onChange={choose}
        options={CALENDAR.map((range) => ({ value: range, label: say(`outlet.range.${range}`) }))}
      />
      {!isRolling(view.range) && <DayBar view={{ ...view, range: view.range }} today={dayOf(now)} onLook={onLook} />}
    </>
  );
}

interface DayBarProps {
  readonly view: OutletView & { readonly range: Calendar };
  readonly today: Day;
  readonly onLook: RangeBarProps["onLook"];
}

/** The days of a range of the calendar, and the way to the ranges beside it. */
function DayBar({ view, today, onLook }: DayBarProps): ReactNode {
  const { say } = useWords(outletWords);
  const [first, last] = daysOf(view);
  const isLatest = last >= today;
  const field = (name: "day" | "until" | "other", chosen: readonly [Day, Day]): ReactNode => (
    <DayField
      label={say(`outlet.${name}.${view.range}` as "outlet.day.day")}
      value={view[name]}
      chosen={chosen}
      today={today}
      onChange={(day) => onLook({ [name]: day })}
    />
  );
  return (
    <fieldset className="day-bar">
      <legend className="visually-hidden">{say("outlet.calendar")}</legend>
      <Button aria-label={say("outlet.before")} onClick={() => onLook(neighbour(view, -1))}>
        ‹
      </Button>
      {field("day", view.range === "free" ? [first, first] : [first, last])}
      {view.range === "free" && field("until", [last, last])}
      {view.range === "two-days" && (
        <>
          <span className="quiet">{say("outlet.against")}</span>
          {field("other", [view.other, view.other])}
        </>
      )}
      <Button aria-label={say("outlet.after")} disabled={isLatest} onClick={() => onLook(neighbour(view, 1))}>
        ›
      </Button>
      {first !== last && view.range !== "free" && <span className="quiet">{say("outlet.days", { first, last })}</span>}
    </fieldset>
  );
}
