import { testIntake } from "../../tests/contract/intake.ts";
import { MemoryIntake } from "./memory-intake.ts";

testIntake("the working store in memory", (options) => {
  const intake = new MemoryIntake(options);
  return { store: intake, view: intake, close: () => intake.close() };
});
