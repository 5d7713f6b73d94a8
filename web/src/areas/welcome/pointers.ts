import type { Role } from "../../../../core/people/rights.ts";
import type { Words } from "../../../../words/language.ts";

/** A place that somebody should know on the first day: its entry in the menu, and one sentence. */
export interface Pointer extends Words {
  readonly to: string;
}

const QUEUE: Pointer = {
  to: "/cases",
  zh: "轮到您办的案件在这里，时限最紧的在最上面；选一个，右边写着下一步能做什么。",
  en: "The cases that wait for you, the most urgent first; choose one, and what may be done next stands beside it.",
};
const OUTLETS: Pointer = {
  to: "/outlets",
  zh: "一个排口的曲线和每个小时的判定；点一个小时，看它怎样得来。",
  en: "The chart of an outlet, and the verdict on each hour; open an hour to see how it came about.",
};
const LIVE: Pointer = {
  to: "/now",
  zh: "每个排口此刻的值和占限值的多少，快要超限的排在前面。",
  en: "What each outlet measures now, and its share of the limit; those about to exceed it come first.",
};
const ABSENCES: Pointer = {
  to: "/absences",
  zh: "离岗前在这里登记，您的案件会转给副手，不会耽误。",
  en: "Say here when you are away, so that your cases go to your deputy in time.",
};
const APPROVALS: Pointer = {
  to: "/declarations",
  zh: "企业的申报等分局答复；同意从给出的那一刻起算，不追溯。",
  en: "What enterprises declare and the bureau answers; consent counts from when it is given, never backwards.",
};
const QUARANTINE: Pointer = {
  to: "/quarantine",
  zh: "内容有误的报文连同原因留在这里；登记补好后可以重试。",
  en: "Messages with wrong content stay here with their reason; retry them once the registry is mended.",
};
const CASES_SEEN: Pointer = {
  to: "/cases",
  zh: "每个案件办到哪一步、还剩多少时间，都在这里，可以追到每一条依据。",
  en: "How far each case is and how much time is left, down to every ground of it.",
};
const OVERVIEW: Pointer = {
  to: "/overview",
  zh: "全区一页：超标的排口、各街道未结的案件；点任何一个数，看它数的是哪些。",
  en: "The district on one page: exceeding outlets, open cases by street; each figure opens the list that it counts.",
};

/** Three places a role, in the order in which they are visited. */
export const POINTERS: Readonly<Record<Role, readonly [Pointer, Pointer, Pointer]>> = {
  "enterprise-specialist": [
    {
      to: "/now",
      zh: "本企业每个排口此刻的值、本时段还剩多少余量；快要超限的排在前面。",
      en: "What each of your outlets measures now, and what is left of its limit; those about to exceed it come first.",
    },
    {
      to: "/cases",
      zh: "分局问您的事在这里，请在时限内说明。",
      en: "What the bureau asks of you: explain in time.",
    },
    {
      to: "/declarations",
      zh: "检修或工艺会有无组织排放时，先申报、等同意，再排放。",
      en: "When maintenance or the process will emit outside the stack: declare, wait for consent, and only then emit.",
    },
  ],
  "community-officer": [QUEUE, LIVE, OUTLETS],
  "street-officer": [QUEUE, LIVE, ABSENCES],
  "handling-unit": [QUEUE, OUTLETS, ABSENCES],
  "enforcement-officer": [QUEUE, OUTLETS, ABSENCES],
  "bureau-staff": [
    QUEUE,
    APPROVALS,
    {
      to: "/devices",
      zh: "哪台数采仪没有数据、被拒绝了什么、时钟差多少；未登记的设备也列在这里。",
      en: "Which logger is silent, what was refused of it, how far its clock is off; unknown devices are listed, too.",
    },
  ],
  "duty-desk": [QUEUE, APPROVALS, QUARANTINE],
  "leading-group-office": [QUEUE, LIVE, APPROVALS],
  "external-supervisor": [LIVE, OUTLETS, CASES_SEEN],
  leader: [OVERVIEW, LIVE, CASES_SEEN],
  auditor: [OVERVIEW, CASES_SEEN, OUTLETS],
  administrator: [
    {
      to: "/first-steps",
      zh: "从空到第一个值：做完一项，自动打勾。",
      en: "From nothing to the first value: each step ticks itself.",
    },
    {
      to: "/registry",
      zh: "登记还缺什么逐条列出，点「去补正」就到那一行；账户也在这里开。",
      en: "What the registry still lacks, each with the row that mends it; accounts are made here, too.",
    },
    {
      to: "/system",
      zh: "最新读数有多旧、报文的账平不平，一眼看系统是否正常。",
      en: "How old the newest reading is and whether the account of messages adds up: whether all is well.",
    },
  ],
};
