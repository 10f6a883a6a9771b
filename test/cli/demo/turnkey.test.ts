import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { assertUpstreamFits, demoTurnkeyOf } from "../../../src/cli/demo/turnkey.ts";
import { pretendFolder } from "../../../src/rehearsal/turnkey/pretend-folder.ts";

test("a demo's documents go to its own pretend Turnkey only, and nobody else's go to any pretend one", () => {
  const home = mkdtempSync(join(tmpdir(), "tillseal demo-"));
  const { folder, address } = demoTurnkeyOf(home);
  const real = `turnkey://${join(tmpdir(), "real-turnkey")}`;
  mkdirSync(join(folder, pretendFolder), { recursive: true });
  const fits = (upstream: string, environment: "demo" | "rehearsal" | "live") => () =>
    assertUpstreamFits({ upstream }, environment, home);
  expect(fits(address, "demo")).not.toThrow();
  for (const elsewhere of [real, "https://hub.example/"]) expect(fits(elsewhere, "demo")).toThrow("must not go to");
  for (const environment of ["rehearsal", "live"] as const) {
    expect(fits(address, environment)).toThrow("pretend Turnkey");
    expect(fits(real, environment)).not.toThrow();
  }
  expect(() => assertUpstreamFits({ upstream: undefined }, "live", home)).not.toThrow();
  rmSync(home, { recursive: true });
});
