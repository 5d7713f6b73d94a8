import { expect, test } from "vitest";
import { caseStateWords, declarationStateWords } from "./states.ts";

test("a state is called by its name, and one that no build knows stands for itself", () => {
  expect(caseStateWords("pending")).toEqual({ zh: "挂账", en: "Pending" });
  expect(declarationStateWords("consented")).toEqual({ zh: "已同意", en: "Consented" });
  expect(caseStateWords("parked")).toEqual({ zh: "parked", en: "parked" });
  expect(declarationStateWords("parked")).toEqual({ zh: "parked", en: "parked" });
});
