import { expect, test } from "vitest";
import { ApiError } from "../api/client.ts";
import { sayIn } from "../i18n/say.ts";
import { failureWords, isNoAnswer } from "./failure-words.ts";

const zh = sayIn("zh");

test("a server that is gone is named as that, whoever noticed it", () => {
  expect(failureWords(new ApiError(0, { detail: "TypeError: Failed to fetch" }), zh)).toBe("服务器没有应答，请稍后再试");
  expect(failureWords(new ApiError(502, {}), zh)).toBe("服务器没有应答，请稍后再试");
});

test("the server's own reason is passed on with each problem it names", () => {
  const errors = [{ pointer: "/to", code: "order", message: "结束须晚于开始" }];

  expect(failureWords(new ApiError(400, { detail: "申报不完整", errors }), zh)).toBe("申报不完整 结束须晚于开始");
  expect(failureWords(new ApiError(503, { code: "database-down", title: "数据库暂不可用" }), zh)).toBe("数据库暂不可用");
});

test("a server that answers with its own reason has answered, and what failed in the page is said as it is", () => {
  expect([isNoAnswer(new ApiError(503, { code: "database-down" })), isNoAnswer(new ApiError(504, {}))]).toEqual([false, true]);
  expect([isNoAnswer(new ApiError(501, {})), isNoAnswer(new ApiError(505, {})), isNoAnswer("gone")]).toEqual([
    false,
    false,
    false,
  ]);
  expect(failureWords(new TypeError("x is not a function"), zh)).toBe("x is not a function");
  expect(failureWords("gone", zh)).toBe("gone");
});

test("a change that is taken and not decided yet has not failed: nobody has to send it again", () => {
  expect(failureWords(new ApiError(202, { code: "outcome-open" }), zh)).toBe("已接收，尚未处理完；请稍后刷新查看，不必重复提交");
});
