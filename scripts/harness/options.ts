import { parseArgs } from "node:util";

interface NumberOption {
  readonly kind: "number";
  readonly fallback: number | undefined;
  readonly most: number;
}

interface TextOption {
  readonly kind: "text";
  readonly fallback: string | undefined;
}

interface FlagOption {
  readonly kind: "flag";
}

type Option = NumberOption | TextOption | FlagOption;

type ValueOf<O extends Option> = O extends FlagOption
  ? boolean
  : O extends { readonly fallback: infer Fallback }
    ? Fallback
    : never;

export type Values<Table extends Readonly<Record<string, Option>>> = { readonly [Name in keyof Table]: ValueOf<Table[Name]> };

/** A number above 0 and at most `most`. */
export function number(fallback: number, most: number): NumberOption & { readonly fallback: number } {
  return { kind: "number", fallback, most };
}

export function optionalNumber(most: number): NumberOption {
  return { kind: "number", fallback: undefined, most };
}

/** Where the random choices of a run begin; another at each start unless it is given. */
export function seed(fallback = 1 + (Date.now() % 100_000)): NumberOption & { readonly fallback: number } {
  return number(fallback, 2 ** 31);
}

export function text(fallback: string): TextOption & { readonly fallback: string } {
  return { kind: "text", fallback };
}

export function optionalText(): TextOption {
  return { kind: "text", fallback: undefined };
}

export function flag(): FlagOption {
  return { kind: "flag" };
}

/** What was asked for in a way that nothing can be done with. */
export class UsageError extends Error {}

/**
 * Reads the command line of a script by its table of options.
 * @throws UsageError with the usage when an option is unknown, has no value or is out of its range, and for `--help`
 */
export function readOptions<Table extends Readonly<Record<string, Option>>>(
  name: string,
  table: Table,
  args: readonly string[] = process.argv.slice(2),
): Values<Table> {
  const given = parsed(name, table, args);
  if (given["help"] === true) throw new UsageError(usage(name, table));
  return Object.fromEntries(
    Object.entries(table).map(([key, option]) => [key, valueFor(key, option, given[key])]),
  ) as Values<Table>;
}

function parsed(
  name: string,
  table: Readonly<Record<string, Option>>,
  args: readonly string[],
): Readonly<Record<string, unknown>> {
  const options = Object.fromEntries(
    Object.entries(table).map(([key, { kind }]) => [key, { type: kind === "flag" ? ("boolean" as const) : ("string" as const) }]),
  );
  try {
    return parseArgs({ args: [...args], options: { ...options, help: { type: "boolean" } } }).values;
  } catch (cause) {
    throw new UsageError(`${(cause as Error).message}\n${usage(name, table)}`);
  }
}

function valueFor(key: string, option: Option, given: unknown): unknown {
  if (option.kind === "flag") return given === true;
  if (given === undefined || option.kind === "text") return given ?? option.fallback;
  const value = Number(given);
  if (!(value > 0 && value <= option.most))
    throw new UsageError(`--${key} ${String(given)} is not above 0 and at most ${option.most}`);
  return value;
}

function usage(name: string, table: Readonly<Record<string, Option>>): string {
  const parts = Object.entries(table).map(([key, option]) => {
    if (option.kind === "flag") return `[--${key}]`;
    return `[--${key} ${option.fallback ?? (option.kind === "number" ? "N" : "TEXT")}]`;
  });
  return `usage: ${name} ${parts.join(" ")}`;
}
