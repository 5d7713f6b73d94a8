/** One figure of a part, with what it must be read with. */
export interface Figure {
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  readonly target?: string;
  readonly beside: Readonly<Record<string, number>>;
}

export interface PartOptions {
  readonly full: boolean;
  /** Milliseconds to the database and back. */
  readonly roundtrip: number;
}

export type Part = (options: PartOptions) => Promise<readonly Figure[]>;
