import type { NewTag } from "../../cases/tag/decide-tag.ts";
import { TAG_DATA } from "../../cases/tag/tag-commands.ts";
import type { Command } from "../../core/casework/command.ts";
import { commandOf } from "../../core/casework/command-of.ts";
import type { TaggedSpan } from "../../core/judging/tagged-span.ts";
import type { Outlet } from "../../core/registry/registry.ts";
import { HOUR, plus } from "../../core/time.ts";
import { anActor } from "./case-facts.ts";
import { day, HOUR_START, STACK } from "./hour-facts.ts";

/** The maintenance of an analyser over the hour that tests judge, said as the hour ended. */
export function aTagged(over: Partial<TaggedSpan> = {}): TaggedSpan {
  return {
    id: "tag:1",
    tag: "device-maintenance",
    unit: null,
    outlets: [STACK.id],
    from: HOUR_START,
    endsAt: plus(HOUR_START, HOUR),
    madeAt: plus(HOUR_START, HOUR),
    ...over,
  };
}

/** The stack of a waste incinerator. */
export const INCINERATOR: Outlet = { ...STACK, law: { sector: "municipal-waste-incineration", validFrom: day("2025-01-01") } };

/** The specialist of e1 tags the stack's hour. */
export function tagCommand(over: Partial<NewTag> = {}): Command {
  const body: NewTag = {
    outlet: STACK.id,
    tag: "device-fault",
    from: HOUR_START,
    to: plus(HOUR_START, HOUR),
    reason: "分析仪故障",
    evidence: [],
    ...over,
  };
  return commandOf(TAG_DATA, { actor: anActor("enterprise-specialist"), subject: null, body });
}
