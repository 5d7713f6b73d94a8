import { AUDIT } from "./audit.ts";
import type { CliCommand } from "./cli-command.ts";
import { CONFIG_CHECK } from "./config-check.ts";
import { DECODE } from "./decode.ts";
import { DOCTOR } from "./doctor.ts";
import { LIMITS } from "./limits.ts";
import { REGISTRY } from "./registry.ts";
import { REPLAY } from "./replay.ts";
import { RESHIP } from "./reship.ts";
import { SIMULATE } from "./simulate.ts";
import { START } from "./start.ts";

/** All commands, in the order in which the help lists them. */
export const COMMANDS: readonly CliCommand[] = [
  START,
  SIMULATE,
  DECODE,
  REPLAY,
  RESHIP,
  REGISTRY,
  LIMITS,
  CONFIG_CHECK,
  DOCTOR,
  AUDIT,
];
