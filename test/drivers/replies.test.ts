import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Reply, sortReplies } from "../../src/drivers/replies.ts";

/** Feeds the bytes in the given pieces. */
function sorted(...pieces: readonly (readonly number[])[]): { replies: Reply[]; pending: number[] } {
  let state: { replies: Reply[]; pending: number[] } = { replies: [], pending: [] };
  for (const piece of pieces) {
    const next = sortReplies(state.pending, Uint8Array.from(piece));
    state = { replies: [...state.replies, ...next.replies], pending: next.pending };
  }
  return state;
}

const frame = [0x14, 0x00, 0x00, 0x0f];
const id = [0x37, 0x22, 0x41, 0x42, 0x43, 0x44, 0x00];

describe("what a printer says", () => {
  test("is told apart by its first byte", () => {
    expect(sorted([...frame, 0x16, ...id, 0x11, 0x13, 0x00, 0x0f, 0x6f, 0x81]).replies).toEqual([
      { kind: "frame", bytes: frame },
      { kind: "answer", byte: 0x16 },
      { kind: "block", bytes: id.slice(0, -1) },
      { kind: "flow", go: true },
      { kind: "flow", go: false },
      { kind: "byte", byte: 0x00 },
      { kind: "byte", byte: 0x0f },
      { kind: "byte", byte: 0x6f },
      { kind: "noise", byte: 0x81 },
    ]);
  });

  test("a frame is waited for until its fourth byte", () => {
    expect(sorted(frame.slice(0, 3))).toEqual({ replies: [], pending: frame.slice(0, 3) });
  });

  test("a frame that is none loses one byte only, and the true one behind it is found", () => {
    expect(sorted([0x10, 0x00, ...frame]).replies).toEqual([
      { kind: "noise", byte: 0x10 },
      { kind: "byte", byte: 0x00 },
      { kind: "frame", bytes: frame },
    ]);
  });

  test("XOFF in the middle of a frame does not spoil it", () => {
    expect(sorted([0x14, 0x13, 0x00, 0x00, 0x0f]).replies).toContainEqual({ kind: "frame", bytes: frame });
  });

  test("a block start that is noise does not swallow the frame behind it", () => {
    expect(sorted([0x37, ...frame]).replies).toEqual([
      { kind: "noise", byte: 0x37 },
      { kind: "frame", bytes: frame },
    ]);
  });

  test("a block whose end was lost gives way after 128 bytes", () => {
    const { replies, pending } = sorted([0x5f, ...Array(127).fill(0x41)]);
    expect(replies[0]).toEqual({ kind: "noise", byte: 0x5f });
    expect(pending).toEqual([]);
  });

  test("the size of a QR code keeps its field marks", () => {
    const size = [0x37, 0x36, 0x34, 0x31, 0x1f, 0x34, 0x31, 0x1f, 0x31, 0x1f, 0x30];
    expect(sorted([...size, 0x00]).replies).toEqual([{ kind: "block", bytes: size }]);
  });
});

describe("cutting", () => {
  const likely = fc.constantFrom(0x00, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x14, 0x18, 0x1f, 0x22, 0x37, 0x41, 0x5f, 0x81, 0xff);
  const stream = fc.array(fc.oneof(likely, fc.integer({ min: 0, max: 255 })), { maxLength: 300 });

  test("any split of any stream gives the same replies", () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(300), { maxLength: 20 }), (bytes, cuts) => {
        const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const pieces = edges.slice(1).map((edge, index) => bytes.slice(edges[index], edge));
        expect(sorted(...pieces)).toEqual(sorted(bytes));
      }),
    );
  });

  test("each of the splits of a real exchange gives the same replies", () => {
    const bytes = [...frame, 0x16, ...id, 0x13, ...frame, 0x00];
    for (let cut = 0; cut <= bytes.length; cut += 1) expect(sorted(bytes.slice(0, cut), bytes.slice(cut))).toEqual(sorted(bytes));
    expect(sorted(...bytes.map((byte) => [byte]))).toEqual(sorted(bytes));
  });

  test("no byte is lost or heard twice, and what waits is bounded", () => {
    const weight = (reply: Reply) => (reply.kind === "frame" ? 4 : reply.kind === "block" ? reply.bytes.length + 1 : 1);
    fc.assert(
      fc.property(stream, (bytes) => {
        const { replies, pending } = sorted(bytes);
        expect(replies.reduce((sum, reply) => sum + weight(reply), pending.length)).toBe(bytes.length);
        expect(pending.length).toBeLessThan(128);
      }),
    );
  });
});
