// Packs the working store of a directory slice by slice and says `packed` after each, until it is killed or `done`.
// Then it waits for the end of its standard input.
//   pack-program DIRECTORY
import { once } from "node:events";
import { writeSync } from "node:fs";
import { LAST_INSTANT } from "../../core/time.ts";
import { openIntakeStore } from "../../storage/intake/intake-store.ts";

const store = openIntakeStore({ directory: process.argv[2] ?? "" });
let isLeft = true;
while (isLeft) {
  isLeft = await store.pack(LAST_INSTANT);
  writeSync(1, isLeft ? "packed\n" : "done\n");
}
process.stdin.resume();
await once(process.stdin, "end");
await store.close();
