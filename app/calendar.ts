/**
 * Working days of the State Council's calendar that differ from Monday-Friday. Empty until a bureau enters its year's notice:
 * the product ships no invented dates.
 */
export const CALENDAR = { holidays: [], workdays: [] } as const;
