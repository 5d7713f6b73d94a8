import { expect, test } from "vitest";
import { weakPassword } from "./password-policy.ts";

const LI = { username: "li.wei", name: "李伟" };

test.each([
  ["password", "password-common"],
  ["Password1", "password-common"],
  ["12345678", "password-common"],
  ["23456789", "password-common"],
  ["hgfedcba", "password-common"],
  ["aaaaaaaaaaaa", "password-common"],
  ["abcabcabcabc", "password-common"],
  ["woaini1314", "password-common"],
  ["li.wei2026", "password-own-name"],
  ["2026LI.WEI", "password-own-name"],
  ["123456li.wei!!", "password-own-name"],
  ["Outfall2026", "password-common"],
  ["huanbaoju888", "password-common"],
  ["2026!Administrator", "password-common"],
  ["排污口管理员12345", undefined],
  ["环保局123456", "password-common"],
  ["an outfall by the river", undefined],
  ["correct horse", undefined],
  ["窑尾的二氧化硫要达标", undefined],
  ["li.wei walks along the river", undefined],
])("the password %s is answered %s", (password, code) => {
  expect(weakPassword(password, LI)).toBe(code);
});

test("a name of one or two characters forbids nothing that only holds it", () => {
  expect(weakPassword("李伟在河边走路", LI)).toBeUndefined();
});
