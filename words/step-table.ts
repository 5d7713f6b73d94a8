import type { StepFacts } from "../core/judging/step-codes.ts";
import type { Phrase } from "./word-table.ts";

/** What a step of a verdict is called, what went in, what came out, and where that comes from. */
export interface StepText {
  readonly name: string;
  readonly input: string;
  readonly output: string;
  readonly source: string;
}

/** A part of a step in both languages. */
export interface Said<Facts> {
  readonly zh: Phrase<Facts>;
  readonly en: Phrase<Facts>;
}

/** The words of each step. The compiler refuses a table that leaves a code, a part or a language out. */
export type StepTable = {
  readonly [Code in keyof StepFacts]: { readonly [Part in keyof StepText]: Said<StepFacts[Code]> };
};
