import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { circles, crowded, strayDrivers, unreached, wrongArrows } from "./tidy/rooms.ts";
import { wrongFile, wrongFunctions } from "./tidy/shape.ts";
import { readSource, readTree, root, type Source } from "./tidy/source.ts";
import { putOff, quietTests, worldlyCalls, wrongSyntax, wrongWords } from "./tidy/words.ts";

// The house rule made executable. Each rule comes with snippets at which it must bark, or it would prove nothing.

const tree = readTree();
/** The command, and the child process that draws documents. */
const entrances = ["src/cli/tillseal.ts", "src/documents/draw.ts"];

interface Rule {
  readonly promise: string;
  readonly check: (source: Source) => string[];
  /** Path and text of what it must refuse. */
  readonly barksAt: readonly (readonly [path: string, text: string])[];
  /** What it must let pass. */
  readonly passes: readonly (readonly [path: string, text: string])[];
}

const rules: readonly Rule[] = [
  {
    promise: "arrows between rooms point one way",
    check: wrongArrows,
    barksAt: [
      ["src/invoice/sale.ts", `import { tw } from "../regions/tw/tw.ts";`],
      ["src/base/log.ts", `import type { Sale } from "../invoice/sale.ts";`],
      ["src/receipt/layout.ts", `export { tcp } from "../drivers/tcp.ts";`],
      ["src/receipt/layout.ts", `const { tcp } = await import("../drivers/tcp.ts");`],
      ["src/daemon/compose.ts", `import { say } from "../cli/terminal.ts";`],
      ["src/rehearsal/press.ts", `import { layOut } from "../receipt/layout.ts";`],
      ["config/printers.ts", `import { drivers } from "../src/drivers/drivers.ts";`],
      ["config/printers.ts", `import { layOut } from "../src/receipt/layout.ts";`],
      ["db/till/schema.ts", `import { buildApp } from "../../src/daemon/http/app.ts";`],
      ["src/documents/press.ts", `import { tcp } from "../drivers/tcp.ts";`],
      ["src/documents/press.ts", `import { openLedger } from "../../db/till/ledger.ts";`],
      ["src/cli/start.ts", `import { aTill } from "../../test/till/a-till.ts";`],
    ],
    passes: [
      ["src/rehearsal/press.ts", `import { isBlack } from "../receipt/bitmap.ts";`],
      ["config/printers.ts", `import type { Paper } from "../src/receipt/layout.ts";`],
      ["config/printers.ts", `import { type Paper } from "../src/receipt/layout.ts";`],
      ["src/cli/start.ts", `import { openLedger } from "../../db/till/ledger.ts";`],
      ["test/a.test.ts", `import { say } from "../src/cli/terminal.ts";`],
    ],
  },
  {
    promise: "one file knows which SQLite this Node can bear",
    check: strayDrivers,
    barksAt: [
      ["db/till/a.ts", `import Database from "better-sqlite3";`],
      ["test/a.test.ts", `import { SqliteError } from "better-sqlite3-13";`],
    ],
    passes: [
      ["db/till/a.ts", `import type { Statement } from "better-sqlite3";`],
      ["db/till/a.ts", `import { drizzle } from "drizzle-orm/better-sqlite3";`],
      ["db/till/file/sqlite.ts", `import Database from "better-sqlite3";`],
    ],
  },
  {
    promise: "a file has at most 400 lines and a name that says what it is",
    check: wrongFile,
    barksAt: [
      ["src/invoice/sale.ts", `${"\n".repeat(400)}export {};`],
      ["src/invoice/utils.ts", ""],
      ["src/invoice/index.ts", ""],
      ["src/daemon/slip-manager.ts", ""],
      ["test/helpers.ts", ""],
    ],
    passes: [["src/invoice/sale.ts", `${"\n".repeat(399)}export {};\n`]],
  },
  {
    promise: "a function has at most 70 lines and three parameters",
    check: wrongFunctions,
    barksAt: [
      ["src/a.ts", `function long() {${"\n".repeat(70)}}`],
      ["src/a.ts", `const long = () => {${"\n".repeat(70)}};`],
      ["src/a.ts", `class A { #long() {${"\n".repeat(70)}} }`],
      ["src/a.ts", "function wide(a, b, c, d) {}"],
      ["test/a.test.ts", `test("long", () => {${"\n".repeat(70)}});`],
      ["src/a.ts", `function long() { const inner = () => 1;${"\n".repeat(70)}}`],
      ["src/a.ts", "function wide(a, b, c, x) {}"],
    ],
    passes: [
      ["src/a.ts", `function fair(a, b, c) {${"\n".repeat(69)}}`],
      ["test/a.test.ts", `describe("a chapter", () => {${`test("a", () => {${"\n".repeat(60)}});`.repeat(4)}});`],
      ["src/a.ts", "function fill(picture, left, top, width, height) {}"],
      ["test/a.test.ts", `test.each([[1, 2, 3, 4]])("%i", (a, b, c, d) => {});`],
    ],
  },
  {
    promise: "time, chance, network, environment and console come in by the front door",
    check: worldlyCalls,
    barksAt: [
      "Date.now()",
      "new Date()",
      "Math.random()",
      "setTimeout(() => {}, 1)",
      "setInterval(f, 1)",
      "fetch(url)",
      "process.env.HOME",
      "console.log(1)",
    ].flatMap((text) => [["src/daemon/a.ts", text] as const, ["db/till/a.ts", text] as const]),
    passes: [
      ["src/daemon/a.ts", "new Date(1); Date.parse(text); till.fetch(url); ({ fetch: app.fetch, console: 1 });"],
      ["src/cli/a.ts", "process.env.HOME; new Date();"],
      ["src/base/clock.ts", "new Date(); setTimeout(f, 1);"],
      ["test/a.test.ts", "Date.now(); Math.random();"],
    ],
  },
  {
    promise: "types can be erased, and none of them is any",
    check: wrongSyntax,
    barksAt: [
      ["src/a.ts", "enum Colour { Red }"],
      ["src/a.ts", "namespace Shop { export const a = 1; }"],
      ["src/a.ts", "class A { constructor(readonly a: string) {} }"],
      ["src/a.ts", "const a: any = 1;"],
      ["db/till/a.ts", "const a = b as any;"],
    ],
    passes: [["src/a.ts", `class A { readonly #a: unknown; constructor(a: string) { this.#a = a; } }; const any = "any";`]],
  },
  {
    promise: "no work is put off in a comment",
    check: putOff,
    barksAt: [
      ["src/a.ts", "// TODO: mend this"],
      ["src/a.ts", "/* FIXME */"],
      ["test/a.test.ts", "/** XXX */ const a = 1;"],
    ],
    passes: [["src/a.ts", `const marks = "XXX TODO";`]],
  },
  {
    promise: "every test runs",
    check: quietTests,
    barksAt: [
      ["test/a.test.ts", `test.skip("a", () => {});`],
      ["test/a.test.ts", `describe.only("a", () => {});`],
      ["test/a.test.ts", `test.only.each([1])("a", () => {});`],
      ["test/a.test.ts", `test.todo("a");`],
      ["test/a.test.ts", `test.skipIf(true)("a", () => {});`],
    ],
    passes: [["test/a.test.ts", `test("skip only what is spent", () => {});`]],
  },
  {
    promise: "one word per thing, the shop's own",
    check: wrongWords,
    barksAt: [
      ["src/a.ts", "function voidInvoice() {}"],
      ["src/a.ts", "const receiptNumber = 1;"],
      ["src/a.ts", "const { serialNo } = sale;"],
      ["src/a.ts", `throw new Error("the receipt number is taken");`],
      ["src/a.ts", "const text = `this invoice no is taken`;"],
      ["db/till/a.ts", "const taxId = 1;"],
    ],
    passes: [["src/a.ts", `const number = void 0; const why = "avoid the invoice's number"; function cancelInvoice(): void {}`]],
  },
];

describe.each(rules.map((rule) => [rule.promise, rule] as const))("%s", (_, { check, barksAt, passes }) => {
  test("in the whole tree", () => {
    expect(tree.flatMap(check)).toEqual([]);
  });

  test.each(barksAt)("barks: %s %j", (path, text) => {
    expect(check(readSource(path, text))).not.toEqual([]);
  });

  test.each(passes)("lets pass: %s %j", (path, text) => {
    expect(check(readSource(path, text))).toEqual([]);
  });
});

describe("the tree as a whole", () => {
  const pair = [readSource("src/a.ts", `import type { B } from "./b.ts";`), readSource("src/b.ts", `import "./a.ts";`)];

  test("has no file that imports itself by way of others, types included", () => {
    expect(circles(tree)).toEqual([]);
    expect(circles(pair)).toEqual(["src/a.ts → src/b.ts → src/a.ts"]);
  });

  test("has no file of the product that the program never reaches", () => {
    expect(unreached(tree, ...entrances)).toEqual([]);
    expect(unreached([...pair, readSource("src/c.ts", "")], "src/a.ts")).toEqual(["src/c.ts"]);
  });

  test("has no folder with more than twelve sources, lists excepted", () => {
    expect(crowded(tree.map(({ path }) => path))).toEqual([]);
    const thirteen = (folder: string) => Array.from({ length: 13 }, (_, index) => `${folder}/${index}.ts`);
    expect(crowded(thirteen("src/invoice"))).toEqual(["src/invoice holds 13 files"]);
    expect(crowded(thirteen("src/daemon/operations"))).toEqual([]);
  });

  test("has a README of at most 15 lines in every room", () => {
    const rooms = [...readdirSync(join(root, "src")).map((room) => `src/${room}`), "db", "config", "test", "bench", "assets"];
    for (const room of rooms) {
      const path = join(root, room, "README.md");
      expect(existsSync(path), `${room}/README.md`).toBe(true);
      expect(readFileSync(path, "utf8").trimEnd().split("\n").length, `${room}/README.md`).toBeLessThanOrEqual(15);
    }
  });
});

describe("what is handed out", () => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const dependencies: Record<string, string> = {
    ...manifest.dependencies,
    ...manifest.devDependencies,
    ...manifest.optionalDependencies,
  };

  test("names every dependency in the README, where it earns its line", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    expect(Object.keys(dependencies).filter((name) => !names(readme, name))).toEqual([]);
    expect(names("| hono, zod |", "hono")).toBe(true);
    expect(names("@hono/zod-openapi", "hono")).toBe(false);
  });

  test("pins every dependency to one version", () => {
    expect(
      Object.entries(dependencies).filter(([, version]) => !/^(npm:[\w-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
    ).toEqual([]);
  });

  test("knows no folder of anybody's machine and no registry but the public one", () => {
    const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" })
      .trim()
      .split("\n");
    const texts = files.filter(
      (path) => /\.(tsx?|json|ya?ml|md|css|html|mjs|sh|service)$/.test(path) && existsSync(join(root, path)),
    );
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.flatMap((path) => foreign(readFileSync(join(root, path), "utf8")).map((found) => `${path}: ${found}`))).toEqual(
      [],
    );
    for (const bad of [
      "/ho" + "me/amy/till",
      "/Us" + "ers/amy",
      "C:\\Us" + "ers\\amy",
      `"${"resolved"}": "https://npm.example/a.tgz"`,
    ])
      expect(foreign(bad)).not.toEqual([]);
    expect(foreign(`"resolved": "https://registry.npmjs.org/hono/-/hono-4.13.19.tgz"`)).toEqual([]);
  });
});

/** Whether a text names a package, and not only another one whose name holds it. */
function names(text: string, name: string): boolean {
  return text.split(/[\s|,()`:]+|\.(?=\s)/).includes(name);
}

/** Paths of somebody's machine, and packages resolved from anywhere but the public registry. */
function foreign(text: string): string[] {
  const paths = text.match(/(?<![\w.])\/(home|Users|root|work)\/[\w-]+|[A-Z]:\\Users\\\w+/g) ?? [];
  const registries = [...text.matchAll(/"resolved"\s*:\s*"(?!https:\/\/registry\.npmjs\.org\/)([^"]+)"/g)].map(([, url]) => url!);
  return [...paths, ...registries];
}
