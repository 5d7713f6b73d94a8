/** What the name of every cell ends in (中政办〔2016〕1号). */
export const CELL_NAME_ENDING = "环境保护监管片区";
