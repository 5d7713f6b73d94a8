/**
 * A program that takes a role and holds it until it is killed: `role-program <data directory> <role>`. Writes `taken`
 * once it has it.
 */
import { writeSync } from "node:fs";
import { takeRole } from "../../storage/locks/role-lock.ts";

const [directory = "", role = ""] = process.argv.slice(2);
takeRole({ directory, role });
writeSync(1, "taken\n");
setInterval(() => {}, 60_000);
