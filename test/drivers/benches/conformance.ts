import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../src/base/clock.ts";
import type { PrinterDriver, PrinterPort } from "../../../src/drivers/driver.ts";
import { rows } from "../fake-printer.ts";
import { until } from "../talk.ts";

/** The far end of a wire under test. */
export interface DriverBench {
  readonly driver: PrinterDriver;
  readonly address: URL;
  /** An address where nobody listens. */
  readonly deadAddress: URL;
  /** Everything that came out at the far end. */
  received(): Promise<Uint8Array> | Uint8Array;
  /** The far end takes nothing more; undefined with a reason in `deviations`. */
  stall?(): void;
  breakOff?(): void;
  say?(bytes: readonly number[]): void;
  /** True where the wire carries jobs and not bytes. */
  readonly finish?: true;
  close(): Promise<void>;
}

/** What a wire cannot do, and why. A behaviour that is not listed here is owed. */
export type Deviations = Partial<Record<"stall" | "breakOff" | "say" | "finish", string>>;

/** What every wire promises. The whole test of a wire is this suite and its own oddities. */
export function describePrinterDriver(name: string, bench: () => Promise<DriverBench>, deviations: Deviations = {}) {
  describe(`the wire ${name}`, { timeout: 30_000 }, () => {
    const never = new AbortController().signal;
    const opened: { port?: PrinterPort; bench?: DriverBench } = {};
    afterEach(async () => {
      await opened.bench?.close();
      await opened.port?.[Symbol.asyncDispose]();
    });

    async function open() {
      const far = await bench();
      const port = await far.driver.open(far.address, systemClock, never);
      Object.assign(opened, { port, bench: far });
      return { far, port };
    }

    test("brings all bytes over in order, also when closed right after the last write", async () => {
      const { far, port } = await open();
      const bytes = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7) % 251);
      for (let at = 0; at < bytes.length; at += 4096) await port.write(bytes.subarray(at, at + 4096), never);
      await port.finish?.(never);
      await port[Symbol.asyncDispose]();
      let seen = await far.received();
      for (; seen.length < bytes.length; seen = await far.received()) await new Promise((resolve) => setTimeout(resolve, 5));
      expect(Buffer.compare(Buffer.from(seen), Buffer.from(bytes))).toBe(0);
    });

    test("writes nothing by itself", async () => {
      const { far, port } = await open();
      await port[Symbol.asyncDispose]();
      expect((await far.received()).length).toBe(0);
    });

    test("refuses an address where nobody is", async () => {
      const { far } = await open();
      await expect(far.driver.open(far.deadAddress, systemClock, never)).rejects.toThrow();
    });

    test("does not open for a caller who has stopped", async () => {
      const { far } = await open();
      await expect(far.driver.open(far.address, systemClock, AbortSignal.abort(new Error("stopped")))).rejects.toThrow("stopped");
    });

    test("is closed when it was closed, may be closed twice, and writes no more", async () => {
      const { port } = await open();
      expect(port.closed.aborted).toBe(false);
      await port[Symbol.asyncDispose]();
      await port[Symbol.asyncDispose]();
      await until(() => port.closed.aborted);
      expect(port.closed.reason).toBeInstanceOf(Error);
      await expect(port.write(rows(1), never)).rejects.toThrow();
    });

    deviating("stall", "a write that the far end does not take waits, and ends with the caller's signal", async () => {
      const { far, port } = await open();
      far.stall?.();
      const stopping = new AbortController();
      let took = false;
      const writing = port.write(rows(12_000_000), stopping.signal).then(() => {
        took = true;
      });
      setTimeout(() => stopping.abort(new Error("enough")), 100);
      await expect(writing).rejects.toThrow("enough");
      expect(took).toBe(false);
    });

    deviating("breakOff", "a wire that breaks says so, and the next write fails", async () => {
      const { far, port } = await open();
      far.breakOff?.();
      await expect(
        (async () => {
          for (;;) {
            await port.write(rows(1000), never);
            await new Promise((resolve) => setTimeout(resolve, 5));
          }
        })(),
      ).rejects.toThrow();
      await until(() => port.closed.aborted);
      expect(port.closed.reason).toBeInstanceOf(Error);
    });

    deviating("say", "brings replies until the wire closes", async () => {
      const { far, port } = await open();
      await until(() => far.say !== undefined);
      const heard: number[] = [];
      const listening = (async () => {
        for await (const chunk of port.replies ?? []) heard.push(...chunk);
      })();
      await port.write(Uint8Array.of(0x10, 0x04, 0x01), never);
      await until(() => heard.length === 1);
      far.say?.([1, 2, 3]);
      await until(() => heard.length === 4);
      await port[Symbol.asyncDispose]();
      await listening;
      expect(heard).toEqual([0x12, 1, 2, 3]);
    });

    deviating("finish", "hands a job over when it is finished and not before, and the next one by itself", async () => {
      const { far, port } = await open();
      expect(far.finish).toBe(true);
      await port.write(rows(3), never);
      await port.write(rows(4), never);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect((await far.received()).length).toBe(0);
      await port.finish?.(never);
      await port.write(rows(5), never);
      await port.finish?.(never);
      await port.write(rows(6), never);
      for (let seen = 0; seen < 12; seen = (await far.received()).length) await new Promise((resolve) => setTimeout(resolve, 5));
      await port[Symbol.asyncDispose]();
      expect((await far.received()).length).toBe(12);
    });

    function deviating(behaviour: keyof Deviations, promise: string, act: () => Promise<void>) {
      const reason = deviations[behaviour];
      if (reason === undefined) return test(promise, act);
      test(`deviates, since ${reason}`, async () => {
        const { far, port } = await open();
        expect(far[behaviour]).toBeUndefined();
        if (behaviour === "say") expect(port.replies).toBeUndefined();
        if (behaviour === "finish") expect(port.finish).toBeUndefined();
      });
    }
  });
}
