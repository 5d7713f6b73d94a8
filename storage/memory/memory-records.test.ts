import { identityContract } from "../../tests/contract/identity.ts";
import { recordsContract } from "../../tests/contract/records.ts";
import { createMemoryRecords } from "./memory-records.ts";

recordsContract("memory", async () => createMemoryRecords().records);
identityContract("memory", async () => createMemoryRecords().identity);
