import type { WordsTable } from "../../i18n/words-table.ts";

/** The three first sentences of each role, and the words around them. */
export const welcomeWords = {
  "welcome.title": { zh: "{role}：先看这三处", en: "{role}: three places to begin with" },
  "welcome.close": { zh: "知道了", en: "Got it" },
  "welcome.help": { zh: "以后有疑问，点右上角的「帮助」。", en: "Later, “Help” at the top answers." },
  "point.queue": {
    zh: "轮到您办的案件在这里，时限最紧的在最上面；选一个，右边写着下一步能做什么。",
    en: "The cases that wait for you, the most urgent first; choose one, and what may be done next stands beside it.",
  },
  "point.outlets": {
    zh: "一个排口的曲线和每个小时的判定；点一个小时，看它怎样得来。",
    en: "The chart of an outlet, and the verdict on each hour; open an hour to see how it came about.",
  },
  "point.live": {
    zh: "每个排口此刻的值和占限值的多少，快要超限的排在前面。",
    en: "What each outlet measures now, and its share of the limit; those about to exceed it come first.",
  },
  "point.absences": {
    zh: "离岗前在这里登记，您的案件会转给副手，不会耽误。",
    en: "Say here when you are away, so that your cases go to your deputy in time.",
  },
  "point.approvals": {
    zh: "企业的申报等分局答复；同意从给出的那一刻起算，不追溯。",
    en: "What enterprises declare and the bureau answers; consent counts from when it is given, never backwards.",
  },
  "point.quarantine": {
    zh: "内容有误的报文连同原因留在这里；登记补好后可以重试。",
    en: "Messages with wrong content stay here with their reason; retry them once the registry is mended.",
  },
  "point.progress": {
    zh: "每个案件办到哪一步、还剩多少时间，都在这里，可以追到每一条依据。",
    en: "How far each case is and how much time is left, down to every ground of it.",
  },
  "point.overview": {
    zh: "全区一页：超标的排口、各街道未结的案件；点任何一个数，看它数的是哪些。",
    en: "The district on one page: exceeding outlets, open cases by street; each figure opens the list that it counts.",
  },
  "point.own-outlets": {
    zh: "本企业每个排口此刻的值、本时段还剩多少余量；快要超限的排在前面。",
    en: "What each of your outlets measures now, and what is left of its limit; those about to exceed it come first.",
  },
  "point.asked": {
    zh: "分局问您的事在这里，请在时限内说明。",
    en: "What the bureau asks of you: explain in time.",
  },
  "point.declare": {
    zh: "检修或工艺会有无组织排放时，先申报、等同意，再排放。",
    en: "When maintenance or the process will emit outside the stack: declare, wait for consent, and only then emit.",
  },
  "point.devices": {
    zh: "哪台数采仪没有数据、被拒绝了什么、时钟差多少；未登记的设备也列在这里。",
    en: "Which logger is silent, what was refused of it, how far its clock is off; unknown devices are listed, too.",
  },
  "point.first-steps": {
    zh: "从空到第一个值：做完一项，自动打勾。",
    en: "From nothing to the first value: each step ticks itself.",
  },
  "point.registry": {
    zh: "登记还缺什么逐条列出，点「去补正」就到那一行；账户也在这里开。",
    en: "What the registry still lacks, each with the row that mends it; accounts are made here, too.",
  },
  "point.system": {
    zh: "最新读数有多旧、报文的账平不平，一眼看系统是否正常。",
    en: "How old the newest reading is and whether the account of messages adds up: whether all is well.",
  },
} as const satisfies WordsTable;
