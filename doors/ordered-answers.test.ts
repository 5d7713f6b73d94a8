import { expect, test } from "vitest";
import { OrderedAnswers } from "./ordered-answers.ts";

function answersIn(sent: string[][]): OrderedAnswers<string> {
  return new OrderedAnswers<string>((answers) => void sent.push([...answers]));
}
const endOfTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

test("an answer waits for those before it, and all that are ready leave together", async () => {
  const sent: string[][] = [];
  const answers = answersIn(sent);
  const [a, b, c] = ["a", "b", "c"].map((answer) => answers.reserve(answer));

  c?.release();
  b?.release();
  await endOfTurn();
  expect(sent).toEqual([]);
  a?.release();
  await endOfTurn();

  expect(sent).toEqual([["a", "b", "c"]]);
  expect(answers.isEmpty()).toBe(true);
});

test("what is ready leaves while a later message still waits", async () => {
  const sent: string[][] = [];
  const answers = answersIn(sent);
  const first = answers.reserve("a");
  answers.reserve("b");

  first.release();
  await endOfTurn();

  expect(sent).toEqual([["a"]]);
  expect(answers.isEmpty()).toBe(false);
});

test("who waits for the last answer is told when it has left", async () => {
  const sent: string[][] = [];
  const answers = answersIn(sent);
  const place = answers.reserve("a");
  const seen = answers.idle().then(() => [...sent]);
  place.release();

  expect(await seen).toEqual([["a"]]);
  await answers.idle();
});

test("a connection that is gone lets nobody wait for its answers", async () => {
  const answers = answersIn([]);
  answers.reserve("a");
  const idle = answers.idle();

  answers.clear();

  await idle;
  expect(answers.isEmpty()).toBe(true);
});

test("at once, what is ready leaves within its release, still behind those before it", () => {
  const sent: string[][] = [];
  const answers = new OrderedAnswers<string>((ready) => void sent.push([...ready]), "at-once");
  const [a, b, c] = ["a", "b", "c"].map((answer) => answers.reserve(answer));

  b?.release();
  expect(sent).toEqual([]);
  a?.release();
  expect(sent).toEqual([["a", "b"]]);
  c?.release();

  expect(sent).toEqual([["a", "b"], ["c"]]);
  expect(answers.isEmpty()).toBe(true);
});
