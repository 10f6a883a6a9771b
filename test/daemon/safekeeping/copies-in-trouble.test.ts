import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeCopy } from "../../../src/daemon/safekeeping/copies/make-copy.ts";
import { aTill } from "../../till/a-till.ts";
import { aFolder, passphrase } from "./a-copy.ts";

describe("a copy that cannot be made", () => {
  test("says what SQLite says of it, and leaves nothing behind", async () => {
    using folder = aFolder();
    await using till = await aTill();
    const { source } = till.till.copies;
    const database = join(till.folder, "no-books.db");
    writeFileSync(
      database,
      "these are no books, and longer than the hundred bytes a database begins with, by a word or two more",
    );
    const making = makeCopy({ ...source, paths: { ...source.paths, database } }, join(folder.path, "one.backup"), passphrase);
    await expect(making).rejects.toMatchObject({
      code: "copy-failed",
      message: expect.stringMatching(/one\.backup: file is not a database$/),
      detail: { cause: { code: "SQLITE_NOTADB" } },
    });
    expect(readdirSync(folder.path)).toEqual([]);
  });
});
