import { testMarkedPart } from "../../tests/contract/marked-part.ts";
import { memoryPart } from "./memory-part.ts";

testMarkedPart("memory", async () => {
  const part = memoryPart("records");
  return { open: () => part, isThereAtFirst: false };
});
