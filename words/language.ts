/** The languages of the product. Chinese is spoken when nothing is asked for. */
export type Language = "zh" | "en";

/** A piece of text in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}
