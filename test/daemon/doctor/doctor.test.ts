import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import { silentLog } from "../../../src/base/log.ts";
import { openForLooking } from "../../../src/cli/open-for-looking.ts";
import { type Examination, examine } from "../../../src/daemon/doctor/examine.ts";
import { tillStatus } from "../../../src/daemon/till-status.ts";
import { driverOf } from "../../../src/drivers/drivers.ts";
import { startVirtualPrinter } from "../../../src/rehearsal/virtual-printer.ts";
import type { Downloads } from "../../../src/sync/downloads.ts";
import { nodeDisk } from "../../../src/sync/turnkey/disk/node-disk.ts";
import { turnkey } from "../../../src/sync/turnkey/turnkey.ts";
import type { Upstream } from "../../../src/sync/upstream.ts";
import { aCheckedHome, type CheckedHome, type Planted, spoiltCopy } from "../self-check/checked-home.ts";

let home: CheckedHome;
beforeAll(async () => {
  home = await aCheckedHome();
  shut(home.folder);
});
afterAll(() => home[Symbol.dispose]());

/** As a till that runs by itself leaves its files, whatever the tests' own umask is. */
function shut(folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o700 : 0o600);
}

async function examined(planted: Planted = {}): Promise<Examination> {
  const copy = spoiltCopy(home, planted);
  try {
    using patient = await openForLooking(copy, { ...home.world, ...planted.world });
    return await examine(patient);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function findingsOf({ groups }: Examination, name: string) {
  return groups.find((group) => group.name === name)!.findings;
}

/** Every file of a home with its bytes, its mode and its time; what SQLite keeps beside a database is its own affair. */
function picture(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => !/-(wal|shm)$/.test(name));
  return Object.fromEntries(
    files.sort().map((name) => {
      const { mode, mtimeMs } = statSync(join(folder, name));
      const bytes = statSync(join(folder, name)).isDirectory() ? "folder" : readFileSync(join(folder, name));
      return [name, `${mode} ${mtimeMs} ${createHash("sha256").update(bytes).digest("hex")}`];
    }),
  );
}

describe("the doctor", () => {
  test("finds nothing red on a healthy till, says what was seen in every group, and changes not a byte of the home", async () => {
    const before = picture(home.folder);
    using patient = await openForLooking(home.folder, home.world);
    const { light, groups } = await examine(patient);
    expect(groups.flatMap(({ findings }) => findings).filter(({ light }) => light === "red")).toEqual([]);
    expect(groups.map(({ name, findings }) => [name, findings.length > 0])).toEqual(
      [
        "config",
        "home",
        "database",
        "journal",
        "keys",
        "clock",
        "numbers",
        "printers",
        "slips",
        "upload",
        "disk",
        "copies",
        "tokens",
        "exposure",
        "road",
      ].map((name) => [name, true]),
    );
    expect(light).not.toBe("red");
    expect(picture(home.folder)).toEqual(before);
  });

  test("says of every finding that is not green what to do, and of none that is", async () => {
    const { groups } = await examined({ files: (folder) => writeConfig(folder, { origins: ["https://pos.example.tw"] }) });
    for (const { light, todo } of groups.flatMap(({ findings }) => findings)) expect(todo === null).toBe(light === "green");
  });

  test("refuses a home that is none", async () => {
    await expect(openForLooking(join(home.folder, "none"), home.world)).rejects.toMatchObject({ code: "home-missing" });
    expect(existsSync(join(home.folder, "none"))).toBe(false);
  });
});

const after = (time: string): NonNullable<Planted["world"]> => ({
  bootId: "boot-2",
  clock: { now: () => new Date(time), uptimeMs: () => 1000, sleep: () => Promise.resolve() },
});
const live = "DROP TRIGGER home_keeps; UPDATE home SET environment = 'live';";

/** What is wrong, in which group it must show, how bad it is, and a word that must be said. */
const faults: readonly (readonly [fault: string, group: string, light: string, says: string, planted: Planted])[] = [
  [
    "a key of the configuration nobody knows",
    "config",
    "red",
    "colour",
    { files: (folder) => writeConfig(folder, { colour: "blue" }) },
  ],
  [
    "a seller with faults",
    "config",
    "red",
    "12345678",
    { files: (folder) => writeConfig(folder, { seller: seller("12345678") }) },
  ],
  ["a copied home", "home", "red", "copied", {}],
  ["a database others may read", "home", "red", "(0644)", { files: (folder) => chmodSync(join(folder, "till.db"), 0o644) }],
  [
    "a folder of keys others may enter",
    "home",
    "red",
    "chmod 700",
    { files: (folder) => chmodSync(join(folder, "keys"), 0o755) },
  ],
  [
    "a range that was put forward",
    "journal",
    "red",
    "books differ from the journal in 1 places",
    { sql: "UPDATE ranges SET next = next + 1 WHERE next < last" },
  ],
  ["a home that was born another kind", "home", "red", "born demo", { sql: live }],
  ["a running.json left behind", "home", "yellow", "left behind", { files: leaveRunning }],
  ["a database of a newer version", "database", "red", "newer", { sql: "PRAGMA user_version = 999" }],
  [
    "an altered journal",
    "journal",
    "red",
    "content-altered",
    { sql: "UPDATE journal SET doc = replace(doc, '130', '1') WHERE seq = 5" },
  ],
  ["a lost seal key", "keys", "red", "no seal key", { files: (folder) => lose(folder, /\.key\.pem$/) }],
  ["a lost public key", "keys", "red", "public half", { files: (folder) => lose(folder, /\.pub\.pem$/) }],
  [
    "a QR key that is none",
    "keys",
    "red",
    "32 hexadecimal",
    { files: (folder) => writeFileSync(join(folder, "keys", "qr.key"), "x") },
  ],
  ["a lost QR key", "keys", "red", "there is none", { files: (folder) => lose(folder, /^qr\.key$/) }],
  ["a clock months ahead", "clock", "red", "35 days", { world: after("2027-06-01T12:00:00+08:00") }],
  ["no number left", "numbers", "red", "No number is left", { sql: "UPDATE ranges SET next = last + 1, state = 'spent'" }],
  [
    "a period about to end without numbers for the next",
    "numbers",
    "yellow",
    "11602",
    { sql: live, world: after("2026-12-28T12:00:00+08:00") },
  ],
  ["an unused report that is due", "numbers", "yellow", "48 numbers", { sql: live, world: after("2027-01-05T12:00:00+08:00") }],
  ["an unused report that is late", "numbers", "red", "48 numbers", { sql: live, world: after("2027-01-15T12:00:00+08:00") }],
  ["doubtful paper", "slips", "yellow", "doubtful", { sql: "UPDATE slips SET state = 'uncertain' WHERE id = 1" }],
  ["documents held by a live till", "upload", "red", "held", { sql: live }],
  [
    "Turnkey's folders away",
    "upload",
    "red",
    "/nowhere: it is missing",
    { files: (folder) => writeConfig(folder, { upstream: "turnkey:///nowhere" }), world: { upstreamOf } },
  ],
  [
    "a tray that Turnkey was never told of",
    "upload",
    "red",
    "F0501/SRC: it is missing",
    { files: halfSetUp, world: { upstreamOf } },
  ],
  [
    "a printer whose letters nobody knows",
    "printers",
    "yellow",
    "its slips are dots",
    { files: (folder) => writeConfig(folder, { printers: [{ name: "kitchen", url: "file:///dev/none", encoding: "hybrid" }] }) },
  ],
  ["a full disk", "disk", "red", "0 MB", { world: { freeBytes: () => 1000 } }],
  [
    "copies that would die with the home",
    "copies",
    "yellow",
    "on the home's own disk",
    {
      files: (folder) => writeConfig(folder, { backup: { folder: "/mnt/copies" } }),
      sql: live,
      world: { onHomeDisk: (folder) => folder === "/mnt/copies" },
    },
  ],
  ["no token", "tokens", "yellow", "No POS has a token", { sql: "DELETE FROM tokens" }],
  ["a POS that may do everything", "tokens", "yellow", "scope `sell`", { sql: live }],
  [
    "a web page that may call the till",
    "exposure",
    "yellow",
    "pos.example",
    { files: (folder) => writeConfig(folder, { origins: ["https://pos.example.tw"] }) },
  ],
];

function upstreamOf(address: URL, downloads: Downloads): Upstream {
  return turnkey(address, { clock: home.clock, log: silentLog, disk: nodeDisk, downloads });
}

function halfSetUp(folder: string): void {
  for (const place of ["UpCast/B2SSTORAGE/F0401/SRC", "Unpack"]) mkdirSync(join(folder, "turnkey", place), { recursive: true });
  writeConfig(folder, { upstream: `turnkey://${folder}/turnkey` });
}

describe("the doctor barks", () => {
  test.each(faults)("at %s, under %s, %s", async (_, group, light, says, planted) => {
    const findings = findingsOf(await examined(planted), group).filter((finding) => finding.light === light);
    expect(findings.map(({ seen, todo }) => `${seen} ${todo}`).join("\n")).toContain(says);
  });
});

test.each([
  ["a demo", {}, "pretend Turnkey"],
  ["a live shop", { sql: live }, "No upstream is set"],
])("of the way upstream that %s has not set, it says what is so", async (_, planted, says) => {
  const seen = findingsOf(await examined(planted), "upload").map((finding) => finding.seen);
  expect(seen[0]).toContain(says);
});

test.each([
  ["ready and well", {}, "green", "is ready"],
  ["at fault", { state: "fault", faults: ["cover-open"] }, "red", "cover-open"],
  ["low on paper", { warnings: ["paper-near-end"] }, "yellow", "nearly at its end"],
  ["mute", { state: "unknown" }, "yellow", "does not answer"],
  ["paused", { paused: true, waiting: 3 }, "yellow", "3 slips wait"],
] as const)("a printer that the running till knows to be %s is told so", async (_, view, light, says) => {
  using patient = await openForLooking(home.folder, home.world);
  const well = {
    name: "front",
    url: "tcp://127.0.0.1:9100",
    model: "virtual",
    state: "ready",
    faults: [],
    warnings: [],
    drawerPin: "low",
    feedPressed: false,
  } as const;
  const printer = { ...well, since: "", waiting: 0, paused: false, feedReprints: false, ...view };
  const { lamps } = tillStatus(patient.shop, []);
  const running = { light: "green", lamps, printers: [printer], version: "1.2.3" } as const;
  const findings = findingsOf(await examine({ ...patient, running }), "printers");
  expect(findings).toMatchObject([{ light, seen: expect.stringContaining(says) }]);
});

describe("printers, where no till runs,", () => {
  const front = (url: string, model = "virtual") => ({ printers: [{ name: "front", url, model }] });
  const real = { clock: systemClock, driverOf };

  test("are really asked, and print nothing", async () => {
    const paperFolder = join(home.folder, "..", `${home.folder.split("/").at(-1)}-paper`);
    mkdirSync(paperFolder);
    const printer = await startVirtualPrinter({ clock: systemClock, log: silentLog, port: 0, pagePort: 0, paperFolder });
    try {
      const examination = await examined({ files: (folder) => writeConfig(folder, front(printer.url)), world: real });
      expect(findingsOf(examination, "printers")).toMatchObject([{ light: "green", seen: expect.stringContaining("is ready") }]);
      expect(readdirSync(paperFolder)).toEqual([]);
      expect(
        findingsOf(examination, "exposure")
          .map(({ seen }) => seen)
          .join(),
      ).not.toContain("trusts everyone");
    } finally {
      await printer.close();
      rmSync(paperFolder, { recursive: true });
    }
  });

  test("that cannot be reached are red", async () => {
    const examination = await examined({ files: (folder) => writeConfig(folder, front("tcp://127.0.0.1:1")), world: real });
    expect(findingsOf(examination, "printers")).toMatchObject([{ light: "red", seen: expect.stringContaining("unreachable") }]);
  });

  test("that are files are looked at and never made", async () => {
    const missing = join(home.folder, "no-such-printer");
    const examination = await examined({
      files: (folder) => writeConfig(folder, front(`file://${missing}`, "one-way-58")),
      world: real,
    });
    expect(findingsOf(examination, "printers")).toMatchObject([{ light: "red", seen: expect.stringContaining(missing) }]);
    expect(existsSync(missing)).toBe(false);
  });

  test("on the network are told to trust everyone", async () => {
    const elsewhere = { ...home.world, driverOf: () => ({ open: () => Promise.reject(new Error("not in a test")) }) };
    const examination = await examined({
      files: (folder) => writeConfig(folder, front("tcp://192.0.2.1:9100")),
      world: elsewhere,
    });
    const [warning] = findingsOf(examination, "exposure").filter(({ light }) => light === "yellow");
    expect(warning).toMatchObject({
      seen: expect.stringContaining("trusts everyone"),
      todo: expect.stringContaining("network of its own"),
    });
  });
});

function writeConfig(folder: string, config: object): void {
  writeFileSync(join(folder, "tillseal.yaml"), JSON.stringify(config));
}

function seller(businessId: string) {
  return { businessId, name: "測試茶舖有限公司", address: "臺北市中正區測試路1號" };
}

function lose(folder: string, pattern: RegExp): void {
  for (const name of readdirSync(join(folder, "keys")).filter((name) => pattern.test(name)))
    unlinkSync(join(folder, "keys", name));
}

function leaveRunning(folder: string): void {
  writeFileSync(join(folder, "running.json"), JSON.stringify({ pid: 2 ** 22 + 1, url: "http://127.0.0.1:1", token: "none" }));
}
