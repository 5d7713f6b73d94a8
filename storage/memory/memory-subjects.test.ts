import { subjectsContract } from "../../tests/contract/subjects.ts";
import { MemorySubjects } from "./memory-subjects.ts";

subjectsContract(
  "memory",
  async (batches) => {
    const subjects = new MemorySubjects();
    for (const batch of batches) subjects.save(batch);
    return subjects;
  },
  50,
);
