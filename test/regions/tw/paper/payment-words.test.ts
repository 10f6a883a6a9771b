import { expect, test } from "vitest";
import { paymentWord } from "../../../../src/regions/tw/paper/payment-words.ts";

test.each([
  ["cash", "現金"],
  ["Credit_Card", "信用卡"],
  ["悠遊卡", "悠遊卡"],
  ["LINE Pay", "LINE Pay"],
  ["constructor", "constructor"],
])("%s is printed as %s", (method, word) => {
  expect(paymentWord(method)).toBe(word);
});
