import { expect, test } from "vitest";
import { diskWords, isDiskFull, reasonOf, unwritable } from "../../../src/daemon/safekeeping/disk-words.ts";

const refusing = (code: string) => Object.assign(new Error(`${code}: as Node says it`), { code });

test.each([
  ["ENOSPC", "the disk is full"],
  ["SQLITE_FULL", "the disk is full"],
  ["SQLITE_IOERR_SHMSIZE", "the disk fails, or is full"],
  ["EROFS", "the disk can only be read"],
  ["EACCES", "this user may not do that there"],
  ["ENOENT", "a folder on the way to it is not there"],
  ["EEXIST", "a file lies where a folder is wanted"],
])("%s is told as: %s", (code, why) => {
  expect(unwritable("No home can be made at /mnt/till", refusing(code))).toMatchObject({
    code: "place-unwritable",
    message: `No home can be made at /mnt/till: ${why}.`,
    detail: { hint: expect.stringMatching(/\.$/) },
  });
  expect(isDiskFull(refusing(code))).toBe(why === "the disk is full");
});

test("what no disk said stays what it was", () => {
  for (const error of [refusing("toString"), new Error("ours"), "a word", null, undefined, { code: 28 }])
    expect([diskWords(error), unwritable("", error)]).toEqual([null, null]);
  expect(reasonOf(new Error("our own mistake"))).toBe("our own mistake");
});
