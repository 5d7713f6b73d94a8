/**
 * Figures that decide something and are no limit of a pollutant: how long a stage may last, how many minutes make an
 * hour valid, when a ladder climbs. Each row says where it comes from and how sure we are: C confirmed, S single
 * source, G guess (never judges), D default of the product.
 */
export interface Figure {
  readonly value: number;
  readonly unit:
    | "minutes"
    | "hours"
    | "days"
    | "working-hours"
    | "working-days"
    | "same-day"
    | "times"
    | "percent"
    | "share"
    | "hour-of-next-day"
    | "hour-of-day"
    | "m/s"
    | "°C"
    | "m3/h";
  /** Document and clause, or what the default is made after. */
  readonly source: string;
  readonly confidence: "C" | "S" | "G" | "D";
}

export const FIGURES = {
  /** Valid minutes an hour mean needs at least; exactly so many are enough. */
  validMinutesOfAnHour: { value: 45, unit: "minutes", source: "HJ 75-2017", confidence: "C" },
  /**
   * Until this hour of the next day in Beijing a day's data may be tagged by hand. The announcement binds some trades;
   * we apply it to all.
   */
  taggingDeadline: { value: 12, unit: "hour-of-next-day", source: "公告 2022 年第 21 号", confidence: "C" },
  /** So long a device may use an SM4 key before it has to be changed (1014). */
  sm4KeyLife: { value: 90, unit: "days", source: "HJ 212-2025", confidence: "S" },
  /** Oxygen of ambient air in the formula of conversion, volume percent: a gas with so much of it is not converted. */
  airOxygen: { value: 21, unit: "percent", source: "GB 13271-2014 5.2", confidence: "C" },
  /**
   * From here on the factor of conversion explodes (24-fold at 20.5 % for a reference of 9 %): converted, but said in
   * the steps.
   */
  highOxygen: { value: 19, unit: "percent", source: "default of the product", confidence: "D" },
  /** After the end of a period: from then on what has not come is missing. */
  completeAfter: { value: 1, unit: "hours", source: "default of the product", confidence: "D" },
  /** Data first heard of after the deadline for tagging may be marked so long after their arrival. */
  markingOfLateData: { value: 24, unit: "hours", source: "default of the product", confidence: "D" },
  /** How many versions of a period count; of more the oldest are set aside. */
  versionsOfAPeriod: { value: 50, unit: "times", source: "default of the product", confidence: "D" },
  /** What a minute value covers whose interval is not registered and cannot be seen from its neighbours. */
  minuteInterval: { value: 1, unit: "minutes", source: "default of the product", confidence: "D" },
  /**
   * Valid hours a day mean needs at least; exactly so many are enough. Asked of water, too, where we compute the mean.
   */
  validHoursOfADay: { value: 20, unit: "hours", source: "HJ 76-2017", confidence: "C" },
  /** What a mean of the temperature of a furnace of waste incineration covers. */
  furnaceMean: { value: 5, unit: "minutes", source: "部令第 10 号（2019）", confidence: "C" },
  /** So many of these means may be below their limit in a natural day. */
  lowFurnaceMeansOfADay: { value: 5, unit: "times", source: "部令第 10 号（2019）", confidence: "C" },
  /** So many hours of one value in a row are constant. */
  constantHours: { value: 4, unit: "hours", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** Oxygen of a stack below this tells that something burns: the list's figure for stops that are none. */
  runningOxygen: { value: 17, unit: "percent", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** More exceeded hours than these in a natural day are long. */
  fewExceededHours: { value: 3, unit: "hours", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** A half-month whose greatest value is less than this share above its least hardly moves. */
  hardlyMovingShare: { value: 0.05, unit: "share", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** So many valid hours of a half-month are asked for before it is said to hardly move. */
  hoursOfAHalfMonth: { value: 240, unit: "hours", source: "default of the product", confidence: "D" },
  /** An hour that differs from the one before by this share of the greater changes suddenly. */
  suddenChange: { value: 0.6, unit: "share", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** After a sudden change so many hours that stay near one another are flat … */
  flatHours: { value: 5, unit: "hours", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** … where the greatest of them is less than this share above the least. */
  flatShare: { value: 0.05, unit: "share", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** So many sudden changes with flat hours after them in a half-month are a lead. */
  suddenChanges: { value: 4, unit: "times", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** From this share of its limit on, up to the limit itself, a value lies close under it. */
  nearLimitShare: { value: 0.85, unit: "share", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** More running hours than these in a half-month are asked for … */
  nearLimitHours: { value: 48, unit: "hours", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** … of which this share lies close under the limit. */
  nearLimitOften: { value: 0.8, unit: "share", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** The mean of the night may be this share above that of the day. */
  nightAboveDay: { value: 0.3, unit: "share", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** The first hour of the day that is no night, by its beginning, and the last. */
  firstHourOfDaylight: { value: 5, unit: "hour-of-day", source: "practice of bureaus, 2023-24", confidence: "S" },
  lastHourOfDaylight: { value: 20, unit: "hour-of-day", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** So many valid hours by night, and as many by day, are asked for before their means are compared. */
  hoursOfNightAndDay: { value: 48, unit: "hours", source: "default of the product", confidence: "D" },
  /** Oxygen above this is that of air: nothing burns. */
  oxygenOfAir: { value: 20, unit: "percent", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** From these on velocity, temperature, moisture and flow of a stack say that gas is burnt. */
  burningVelocity: { value: 5, unit: "m/s", source: "practice of bureaus, 2023-24", confidence: "S" },
  burningTemperature: { value: 60, unit: "°C", source: "practice of bureaus, 2023-24", confidence: "S" },
  burningMoisture: { value: 5, unit: "percent", source: "practice of bureaus, 2023-24", confidence: "S" },
  burningFlow: { value: 80_000, unit: "m3/h", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** So many other measurements that say that gas is burnt contradict it. */
  signsAgainstOxygen: { value: 2, unit: "times", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** More such hours than these in a half-month are a lead … */
  contradictedHours: { value: 120, unit: "hours", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** … where they are this share of the hours with such signs. */
  contradictedOften: { value: 0.8, unit: "share", source: "practice of bureaus, 2023-24", confidence: "S" },
  /** So many valid hours of a day are compared with those of other days. */
  hoursOfARepeatedDay: { value: 20, unit: "hours", source: "default of the product", confidence: "D" },
  /** From so many measured minutes of an hour on one looks ahead to its mean, and takes the last of them to go on. */
  foreseenHourAfter: { value: 20, unit: "minutes", source: "default of the product", confidence: "D" },
  foreseenHourLast: { value: 10, unit: "minutes", source: "default of the product", confidence: "D" },
  /** The same of a day. */
  foreseenDayAfter: { value: 12, unit: "hours", source: "default of the product", confidence: "D" },
  foreseenDayLast: { value: 3, unit: "hours", source: "default of the product", confidence: "D" },
  /** Two analysers of one water may differ so far before the part is called more than its whole. */
  analysersMayDiffer: { value: 0.1, unit: "share", source: "default of the product", confidence: "D" },
  /** So many wrong passwords of a device within an hour are told to people. */
  wrongPasswordsOfAnHour: { value: 5, unit: "times", source: "default of the product", confidence: "D" },
  /** How often a unit may return a case; then the desk decides otherwise. */
  returnsOfACase: { value: 1, unit: "times", source: "default of the product", confidence: "D" },
  /** As many reports of one account may be open at once, so that nobody fills the queue of a desk. */
  openReportsOfAnAccount: { value: 20, unit: "times", source: "default of the product", confidence: "D" },
  /** The same of a desk, which writes down what the hotline and upper levels say. */
  openReportsOfADesk: { value: 500, unit: "times", source: "default of the product", confidence: "D" },
  /** How often the handling of a case may be put off (挂账/延期). */
  extensionsOfHandling: { value: 2, unit: "times", source: "default of the product", confidence: "D" },
  /**
   * Findings of one outlet, pollutant and family of rules that stand less than this apart are one incident; exactly so
   * far apart they are two.
   */
  joiningFindings: { value: 24, unit: "hours", source: "default of the product", confidence: "D" },
  /** So many valid compliant hours after an incident end its alarm, never the matter itself. */
  compliantHoursThatEndAnAlarm: { value: 2, unit: "times", source: "default of the product", confidence: "D" },
  /** How far the hours after an incident are looked through for those that end its alarm. */
  alarmLooksAhead: { value: 31, unit: "days", source: "default of the product", confidence: "D" },
  /**
   * A period that lay further back than this when it was first heard of is history: it is judged, but no clock of half
   * an hour runs for it.
   */
  historyAge: { value: 7, unit: "days", source: "default of the product", confidence: "D" },
  /** After an overdue deadline: until the case goes to the next level of the grid. */
  nextLevelAfterDeadline: { value: 4, unit: "working-hours", source: "default of the product", confidence: "D" },
  /** After an overdue deadline: until the case is supervised (督办). */
  supervisionAfterDeadline: { value: 24, unit: "hours", source: "default of the product", confidence: "D" },
  /** After an overdue deadline: until the case goes to the leading-group office. */
  leadingGroupAfterDeadline: { value: 48, unit: "hours", source: "default of the product", confidence: "D" },
  /** A deadline this near is due soon; so is one that has passed. */
  soonBeforeDeadline: { value: 2, unit: "hours", source: "default of the product", confidence: "D" },
  /** The longest window that one declaration may ask for. */
  declaredWindow: { value: 31, unit: "days", source: "default of the product", confidence: "D" },
  /** The longest span of one tag of data. */
  longestTag: { value: 31, unit: "days", source: "default of the product", confidence: "D" },
  /** How soon the bureau should answer a declaration; no answer is never consent. */
  declarationAnswer: { value: 4, unit: "working-hours", source: "default of the product", confidence: "D" },
  /** So soon after an accident began the enterprise reports it; the law says "at once" and names no hours. */
  accidentReport: { value: 1, unit: "hours", source: "default of the product", confidence: "D" },
  /** For so long each report of an accident that is not the final one covers what the accident emits. */
  accidentCovers: { value: 24, unit: "hours", source: "default of the product", confidence: "D" },
  /** So many minutes of an hour a bypass is open before that is more than a switch that chatters. */
  bypassOpen: { value: 5, unit: "minutes", source: "default of the product", confidence: "D" },
  /** An emission this near to a consented window is beyond it; further away the two are different matters. */
  besideConsent: { value: 24, unit: "hours", source: "default of the product", confidence: "D" },
  /** The longest control order of heavy-pollution days that is given at once. */
  longestControlOrder: { value: 31, unit: "days", source: "default of the product", confidence: "D" },
  /** For how long a repeated request is known and answered with its first outcome. */
  keptCommands: { value: 7, unit: "days", source: "default of the product", confidence: "D" },
  /** Days before today whose mean mass the rest of the year is expected to have. */
  massForecast: { value: 30, unit: "days", source: "default of the product", confidence: "D" },
  /** The longest absence that is reported at once. */
  longestAbsence: { value: 366, unit: "days", source: "default of the product", confidence: "D" },
} as const satisfies Readonly<Record<string, Figure>>;

/** Factors of which one hour a day may go to the automatic check with a standard sample: COD, NH3-N, TP, TN. */
export const DAILY_CHECK_FORGIVEN: { readonly pollutants: readonly string[]; readonly source: string; readonly confidence: "S" } =
  {
    pollutants: ["w01018", "w21003", "w21011", "w21001"],
    source: "practice of bureaus",
    confidence: "S",
  };

/**
 * What stands for the mass of a missing hour of flue gas: the greatest of so many valid hours before. From a capture
 * rate of the quarter on, in order; below the last one nobody but the bureau decides.
 */
export const MASS_SUBSTITUTES = {
  /** Up to so many hours in a row are a short gap. */
  shortGap: 24,
  byCapture: [
    { from: 0.9, short: 180, long: 720 },
    { from: 0.75, short: 2_160, long: 2_160 },
  ],
  source: "HJ 75-2017",
  confidence: "C",
} as const;

/** Intervals in minutes that loggers are usually set to: another distance between two values is a gap. */
export const USUAL_MINUTE_INTERVALS = { grid: 10, finer: [1, 5], source: "default of the product", confidence: "D" } as const;

/** Office hours in Beijing, in hours after midnight: eight working hours a day. */
export const OFFICE_HOURS = {
  shifts: [
    { from: 8, to: 12 },
    { from: 14, to: 18 },
  ],
  source: "default of the product",
  confidence: "D",
} as const;
