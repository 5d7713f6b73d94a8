import { Button, Input } from "antd";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { addMonths, type Day, isDay, movedDay, weekdayOf, weeksOfMonth } from "../format/beijing-days.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";

interface DayFieldProps {
  readonly label: string;
  readonly value: Day;
  /** The days that belong to the choice: a whole week, say. */
  readonly chosen: readonly [first: Day, last: Day];
  /** Today in Beijing; what comes after it is not offered. */
  readonly today: Day;
  readonly onChange: (day: Day) => void;
}

/** A day of the calendar in Beijing: typed, or chosen in a calendar by pointer or keys. */
export function DayField({ label, value, chosen, today, onChange }: DayFieldProps): ReactNode {
  const { say } = useLanguage();
  const [text, setText] = useState(value);
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLSpanElement>(null);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (!isOpen) return;
    const leave = ({ target }: Event): void => {
      if (!(target instanceof Node && box.current?.contains(target))) setOpen(false);
    };
    document.addEventListener("focusin", leave);
    document.addEventListener("pointerdown", leave);
    return () => {
      document.removeEventListener("focusin", leave);
      document.removeEventListener("pointerdown", leave);
    };
  }, [isOpen]);
  const close = (): void => {
    setOpen(false);
    box.current?.querySelector("button")?.focus();
  };
  const take = (): void => {
    if (isDay(text) && text !== value) onChange(text);
  };
  return (
    <span ref={box} className="day-field">
      <Input
        aria-label={label}
        aria-invalid={!isDay(text)}
        {...(isDay(text) ? {} : { status: "error" as const })}
        title={say("calendar.form")}
        maxLength={10}
        value={text}
        onChange={(event) => setText(event.target.value.trim())}
        onPressEnter={take}
        onBlur={take}
      />
      <Button
        aria-label={say("calendar.open", { label })}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        icon={<CalendarIcon />}
      />
      {isOpen && (
        <DayCalendar
          label={label}
          value={value}
          chosen={chosen}
          today={today}
          onClose={close}
          onChange={(day) => {
            onChange(day);
            close();
          }}
        />
      )}
    </span>
  );
}

interface DayCalendarProps extends DayFieldProps {
  readonly onClose: () => void;
}

/** The calendar: one day of it has the focus, and arrows, Home, End and the page keys move it. */
function DayCalendar({ label, value, chosen, today, onChange, onClose }: DayCalendarProps): ReactNode {
  const { say } = useLanguage();
  const [at, setAt] = useState(value > today ? today : value);
  const grid = useRef<HTMLTableElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the day decides which button is focused
  useEffect(() => grid.current?.querySelector<HTMLElement>("button[tabindex='0']")?.focus(), [at]);
  const month = say("calendar.month", { year: at.slice(0, 4), month: Number(at.slice(5, 7)) });
  const move = (day: Day): void => setAt(day > today ? today : day);
  const onKey = (event: KeyboardEvent): void => {
    const next = movedDay(at, event.key, event.shiftKey);
    if (next !== undefined) move(next);
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div role="dialog" aria-label={label} className="calendar" onKeyDown={onKey}>
      <div className="calendar-head">
        <Button size="small" type="text" aria-label={say("calendar.before")} onClick={() => move(addMonths(at, -1))}>
          ‹
        </Button>
        <strong aria-live="polite">{month}</strong>
        <Button size="small" type="text" aria-label={say("calendar.after")} onClick={() => move(addMonths(at, 1))}>
          ›
        </Button>
      </div>
      <table ref={grid} aria-label={month}>
        <thead>
          <tr>
            {weeksOfMonth(at)[0]?.map((day) => (
              <th key={day} scope="col" abbr={say(`weekday.${weekdayOf(day)}`)}>
                {say(`weekday.short.${weekdayOf(day)}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOfMonth(at).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day} className={day >= chosen[0] && day <= chosen[1] ? "chosen" : undefined}>
                  <DayButton day={day} at={at} today={today} chosen={chosen} onChange={onChange} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Button size="small" type="link" onClick={() => onChange(today)}>
        {say("time.today")}
      </Button>
    </div>
  );
}

interface DayButtonProps extends Pick<DayFieldProps, "today" | "chosen" | "onChange"> {
  readonly day: Day;
  /** The day that has the focus. */
  readonly at: Day;
}

function DayButton({ day, at, today, chosen, onChange }: DayButtonProps): ReactNode {
  const { say } = useLanguage();
  return (
    <button
      type="button"
      tabIndex={day === at ? 0 : -1}
      disabled={day > today}
      aria-label={`${day} ${say(`weekday.${weekdayOf(day)}`)}`}
      aria-pressed={day >= chosen[0] && day <= chosen[1]}
      aria-current={day === today ? "date" : undefined}
      className={day.slice(0, 7) === at.slice(0, 7) ? undefined : "quiet"}
      onClick={() => onChange(day)}
    >
      {Number(day.slice(8))}
    </button>
  );
}

function CalendarIcon(): ReactNode {
  return (
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor">
      <path d="M2 3.500h12v10.500h-12z M2 6.500h12 M5 1.500v3 M11 1.500v3" />
    </svg>
  );
}
