import type { InstallationMark, MarkedPart, PartState } from "../../core/installation/marked-part.ts";

/** A store in memory, as it is compared at the start: for tests of what compares. */
export function memoryPart(name: MarkedPart["name"], state?: Omit<PartState, "marks">): MarkedPart {
  let kept: InstallationMark | undefined;
  let there = state;
  return {
    name,
    look: async () => there && { ...there, marks: kept === undefined ? [] : [kept] },
    async mark(mark) {
      there ??= { place: 0 };
      kept ??= mark;
    },
  };
}
