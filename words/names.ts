import type { Language } from "./language.ts";

/**
 * What registered things are called. A sentence never shows an id where a name is known; an id that is not registered
 * (any more) stands for itself. Whoever renders builds it from the registry in force.
 */
export interface Names {
  outlet(id: string): string;
  enterprise(id: string): string;
  cell(id: string): string;
  person(id: string): string;
  unit(id: string): string;
}

/** Names that nobody knows: every id stands for itself. */
export const NO_NAMES: Names = {
  outlet: (id) => id,
  enterprise: (id) => id,
  cell: (id) => id,
  person: (id) => id,
  unit: (id) => id,
};

/** In which language a sentence is made, and with which names. */
export interface Telling {
  readonly language: Language;
  readonly names: Names;
}
