import type { z } from "zod";

/** One setting of the environment: what it means, in which unit and range, and what stands when it is left out. */
export interface Setting {
  readonly name: string;
  readonly meaning: string;
  readonly range: string;
  readonly fallback: string;
  readonly schema: z.ZodType;
}

/** What the settings say, by their names: what was given, and what stands when nothing was. */
export type SettingValues = ReadonlyMap<string, unknown>;

export function setting(name: string, meaning: string, range: string, fallback: string, schema: z.ZodType): Setting {
  return { name, meaning, range, fallback, schema };
}
