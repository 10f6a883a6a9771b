import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Database } from "../../db/till/file/sqlite.ts";
import { aSale, aTill } from "./a-till.ts";
import { end, program, startDemo, tillseal } from "./command-line.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillseal-cli-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A stopped till's home with three invoices, entries 4 to 6. */
async function aHome(): Promise<string> {
  const till = await aTill({ folder: join(folder, "home") });
  for (let sale = 0; sale < 3; sale++) await till.post("/v1/sales", aSale());
  await till[Symbol.asyncDispose]();
  return till.folder;
}

function spoil(home: string, edit: string): void {
  const sqlite = new Database(join(home, "till.db"));
  sqlite.exec(`DROP TRIGGER journal_keeps; DROP TRIGGER journal_stays; PRAGMA foreign_keys = OFF; ${edit}`);
  sqlite.close();
}

describe("misuse", () => {
  test.each([
    [[]],
    [["sell"]],
    [["__proto__"]],
    [["verify", "--colour"]],
    [["start", "--port"]],
    [["clock"]],
    [["clock", "accept"]],
    [["clock", "accept", "--reason", " "]],
    [["report"]],
    [["report", "week"]],
    [["report", "day", "--period", "11512"]],
    [["report", "period", "--date", "2026-11-26"]],
    [["report", "day", "--csv", "--json"]],
    [["ranges", "settle"]],
    [["ranges", "settle", "KD00000001", "--as", "lost", "--evidence", "the till roll"]],
    [["ranges", "settle", "KD00000001-KE00000002", "--as", "unused", "--evidence", "the till roll"]],
    [["ranges", "settle", "KD00000001", "--as", "unused", "--evidence", " "]],
  ])("%j exits 2 and says how it is meant", async (args) => {
    const { code, out, err } = await tillseal(args);
    expect(code).toBe(2);
    expect(out + err).toContain("tillseal ");
  });

  test("help exits 0 and lists every command", async () => {
    const { code, out } = await tillseal(["help"]);
    expect(code).toBe(0);
    for (const command of [
      "init",
      "start",
      "key",
      "token",
      "operator",
      "road",
      "printer",
      "report",
      "verify",
      "doctor",
      "clock",
      "demo",
    ])
      expect(out).toContain(`tillseal ${command}`);
  });

  test.each([
    [["help", "backup"], "tillseal backup", 0],
    [["backup", "--help"], "tillseal backup", 0],
    [["--help", "backup"], "tillseal backup", 0],
    [["printer", "-h"], "silent-clone", 0],
    [["help", "nonsense"], 'no command "nonsense"', 2],
  ])("%j is about that command alone", async (args, words, expected) => {
    const { code, out, err } = await tillseal(args);
    expect(code).toBe(expected);
    expect(out + err).toContain(words);
    if (code === 0) expect(out).not.toContain("tillseal doctor");
  });

  test("what is wrong is said once", async () => {
    const running = await startDemo(folder);
    const { code, err } = await tillseal(["token", "add", "pos", "--scope", "foo", "--home", folder]);
    await end(running, "SIGTERM");
    expect(code).toBe(1);
    expect(err.split("scope: ").length, err).toBe(2);
  });
});

test("a clone is not adopted while its original runs, whatever is said to have happened", async () => {
  const original = join(folder, "original");
  const running = await startDemo(original);
  cpSync(original, join(folder, "clone"), { recursive: true });
  for (const reason of [["moved", "--confirm", "4"], ["restored"]]) {
    const { code, err } = await tillseal(["adopt", "--reason", ...reason, "--home", join(folder, "clone")]);
    expect([code, err]).toEqual([1, expect.stringContaining(`still runs: ${original} (process ${running.pid})`)]);
  }
  await end(running, "SIGTERM");
});

test("a drill that is ended in the middle leaves nothing in the shop's home", async () => {
  const home = await aHome();
  const drill = spawn(process.execPath, [program, "drill", "--home", home], { stdio: "ignore" });
  const folders = () => readdirSync(home).filter((name) => name.startsWith("drill-"));
  await vi.waitUntil(() => folders().length > 0, { timeout: 20_000 });
  expect(await end(drill, "SIGINT")).toBe(130);
  expect(folders()).toEqual([]);
});

describe("start", () => {
  test("without a home and without --demo exits 1 and says how to begin", async () => {
    const { code, err } = await tillseal(["start", "--home", join(folder, "none")]);
    expect(code).toBe(1);
    expect(err).toContain("npm start");
    expect(err).toContain("tillseal init");
    expect(existsSync(join(folder, "none"))).toBe(false);
  });

  test("with a wrong configuration exits 1 and names every wrong key", async () => {
    writeFileSync(join(folder, "tillseal.yaml"), "port: 99999\ncolour: blue\n");
    const { code, err } = await tillseal(["start", "--home", folder]);
    expect(code).toBe(1);
    expect(err).toContain("port:");
    expect(err).toContain("colour:");
  });

  test("of a home another process holds exits 1 and names the process", async () => {
    const running = await startDemo(folder);
    const { code, err } = await tillseal(["start", "--demo", "--home", folder, "--port", "0"]);
    expect(code).toBe(1);
    expect(err).toContain(`process ${running.pid}`);
    expect(await end(running, "SIGTERM")).toBe(0);
    expect(existsSync(join(folder, "running.json"))).toBe(false);
  });
});

describe("report", () => {
  test("shows a running till's day and period in words, as JSON and as a file for spreadsheets", async () => {
    const running = await startDemo(folder);
    const { url, token } = JSON.parse(readFileSync(join(folder, "running.json"), "utf8"));
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    await fetch(`${url}/v1/sales`, { method: "POST", headers, body: JSON.stringify(aSale()) });
    const report = (...args: string[]) => tillseal(["report", ...args, "--home", folder]);
    expect((await report("day")).out).toMatch(/issued +1 +130/);
    expect(JSON.parse((await report("day", "--json")).out)).toMatchObject({ totals: { net: { total: 130 } } });
    expect((await report("day", "--csv")).out).toMatch(/^\uFEFFsection,.*\r\n$/s);
    expect((await report("period")).out).toContain("Every number is accounted for.");
    const refused = await report("day", "--date", "yesterday");
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("date:")]);
    await end(running, "SIGTERM");
    expect(await report("day")).toMatchObject({ code: 1, err: expect.stringContaining("No till is running") });
  });
});

describe("verify", () => {
  test("names what the till sells from where it says otherwise than the whole journal", async () => {
    const home = await aHome();
    spoil(
      home,
      "DROP TRIGGER invoice_keeps; UPDATE invoices SET total = 6500, number = 'TS00000009' WHERE id = 4; UPDATE ranges SET next = 1000",
    );
    const said = await tillseal(["verify", "--home", home]);
    expect([said.code, said.out]).toEqual([1, expect.stringContaining("DIFFERENT from the journal in 3 places")]);
    expect(said.out).toContain("total is 6500 in invoices, 130 in the journal.");
    expect(said.out).toContain("stands at TS00001000; by the journal TS00000003 is next.");
    const asJson = await tillseal(["verify", "--home", home, "--json"]);
    expect([asJson.code, JSON.parse(asJson.out)]).toMatchObject([1, { entries: 6, broken: null, damage: [], different: 3 }]);
  });

  test("finds a page of random bytes in an index, and a file that is no database any more", async () => {
    const home = await aHome();
    const path = join(home, "till.db");
    const sqlite = new Database(path);
    const page = sqlite.prepare("SELECT rootpage FROM sqlite_master WHERE name = 'invoice_by_time'").pluck().get() as number;
    const size = sqlite.pragma("page_size", { simple: true }) as number;
    sqlite.close();
    for (const at of [(page - 1) * size, 0]) {
      const bytes = readFileSync(path);
      randomBytes(size).copy(bytes, at);
      writeFileSync(path, bytes);
      const said = await tillseal(["verify", "--home", home]);
      expect([said.code, said.out]).toEqual([1, expect.stringContaining("DAMAGED")]);
      expect(JSON.parse((await tillseal(["verify", "--home", home, "--json"])).out).damage).not.toEqual([]);
    }
  });

  test("of a whole journal exits 0 and tells its head, by folder, by file and by TILLSEAL_HOME", async () => {
    const home = await aHome();
    const byFolder = await tillseal(["verify", "--home", home, "--json"]);
    expect(byFolder.code).toBe(0);
    const report = JSON.parse(byFolder.out);
    expect(report).toMatchObject({ entries: 6, pendingSeals: 0, broken: null, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await tillseal(["verify", join(home, "till.db")])).out).toContain(`Head ${report.head}`);
    expect((await tillseal(["verify"], { TILLSEAL_HOME: home })).out).toContain("every one whole and sealed");
  });

  test.each([
    ["an edited amount", `UPDATE journal SET doc = replace(doc, '"total":130', '"total":1') WHERE seq = 5`, 5, "content-altered"],
    ["an edited time", "UPDATE journal SET at = at - 1 WHERE seq = 5", 5, "content-altered"],
    ["a row taken out", "DELETE FROM journal WHERE seq = 5", 6, "gap"],
    ["a seal of nobody", "UPDATE journal SET sig = randomblob(64) WHERE seq = 6", 6, "bad-signature"],
    ["a seal with an unknown key", "UPDATE journal SET kid = '0000000000000000' WHERE seq = 4", 4, "unknown-key"],
  ])("%s exits 1 and names the first broken entry", async (_, edit, seq, fault) => {
    const home = await aHome();
    spoil(home, edit);
    const said = await tillseal(["verify", "--home", home]);
    expect(said.code).toBe(1);
    expect(said.out).toContain(`BROKEN at entry ${seq} (${fault})`);
    const asJson = await tillseal(["verify", "--home", home, "--json"]);
    expect(asJson.code).toBe(1);
    expect(JSON.parse(asJson.out).broken).toMatchObject({ seq, fault });
  });

  test("of seals taken off exits 1 and says how many wait", async () => {
    const home = await aHome();
    spoil(home, "UPDATE journal SET sig = NULL, kid = NULL WHERE seq = 5");
    const { code, out } = await tillseal(["verify", "--home", home]);
    expect([code, out]).toEqual([1, expect.stringContaining("1 wait for their seal")]);
  });

  test("where there is no till exits 1, in words or as JSON", async () => {
    const words = await tillseal(["verify", "--home", folder]);
    expect([words.code, words.err]).toEqual([1, expect.stringContaining("--home DIR")]);
    const json = await tillseal(["verify", "--home", folder, "--json"]);
    expect(JSON.parse(json.err)).toMatchObject({ code: "home-missing" });
  });

  test("works beside a running till, and after that till was killed", async () => {
    const running = await startDemo(folder);
    const { url, token } = JSON.parse(readFileSync(join(folder, "running.json"), "utf8"));
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const sold = await fetch(`${url}/v1/sales`, { method: "POST", headers, body: JSON.stringify(aSale()) });
    expect(sold.status).toBe(201);
    const beside = await tillseal(["verify", "--home", folder, "--json"]);
    expect([beside.code, JSON.parse(beside.out).entries]).toEqual([0, 4]);
    await end(running, "SIGKILL");
    const after = await tillseal(["verify", "--home", folder, "--json"]);
    expect([after.code, after.err, JSON.parse(after.out).entries]).toEqual([0, "", 4]);
  });

  test("of a home whose public key is gone exits 1: keys come from the verifier's list, never from a row", async () => {
    const home = await aHome();
    const name = readdirSync(join(home, "keys")).find((name) => name.endsWith(".pub.pem"))!;
    renameSync(join(home, "keys", name), join(folder, name));
    const { code, out } = await tillseal(["verify", "--home", home, "--json"]);
    expect([code, JSON.parse(out).broken]).toMatchObject([1, { seq: 1, fault: "unknown-key" }]);
  });
});

describe("clock accept", () => {
  test("goes through the running till, and without one holds the home itself", async () => {
    const running = await startDemo(folder);
    const through = await tillseal(["clock", "accept", "--reason", "battery", "--home", folder, "--json"]);
    expect([through.code, JSON.parse(through.out)]).toEqual([0, { standby: 0 }]);
    await end(running, "SIGTERM");
    const alone = await tillseal(["clock", "accept", "--reason", "battery", "--home", folder]);
    expect([alone.code, alone.out]).toEqual([0, expect.stringContaining("the till goes on")]);
    expect((await tillseal(["verify", "--home", folder])).code).toBe(0);
  });
});
