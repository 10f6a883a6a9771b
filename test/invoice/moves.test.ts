import { describe, expect, test } from "vitest";
import { type EventOf, type Moves, move, type StateOf, statesBefore } from "../../src/invoice/moves.ts";
import { slipEnds, slipMoves } from "../../src/invoice/paper/slip.ts";
import { parcelMoves } from "../../src/invoice/parcel.ts";
import { rangeMoves } from "../../src/invoice/track-range.ts";

describe("a slip", () => {
  lives(slipMoves, [
    "held -release-> waiting",
    "held -drop-> dropped",
    "waiting -start-> sending",
    "waiting -drop-> dropped",
    "sending -confirmed-> printed",
    "sending -unanswerable-> sent",
    "sending -broke-> uncertain",
    "sending -never-started-> failed",
    "failed -retry-> waiting",
    "failed -drop-> dropped",
    "uncertain -settle-> settled",
    "uncertain -late-id-> printed",
  ]);

  test("doubtful paper is never printed again by itself", () => {
    expect(Object.values(slipMoves.uncertain)).not.toContain("waiting");
    expect(slipEnds).toContain("uncertain");
  });

  test("what ended stays ended", () => {
    for (const end of ["printed", "sent", "settled", "dropped"] as const) expect(slipMoves[end]).toEqual({});
  });
});

describe("a parcel", () => {
  lives(parcelMoves, [
    "held -release-> waiting",
    "held -resolve-> resolved",
    "waiting -send-> sent",
    "waiting -resolve-> resolved",
    "sent -accept-> accepted",
    "sent -reject-> rejected",
    "sent -conflict-> conflict",
    "sent -absent-> waiting",
    "sent -hold-> held",
    "accepted -forgotten-> waiting",
    "rejected -mend-> waiting",
    "rejected -resolve-> resolved",
    "conflict -resolve-> resolved",
  ]);

  test("a conflict is never sent again, only resolved by a person", () => {
    expect(Object.keys(parcelMoves.conflict)).toEqual(["resolve"]);
  });
});

describe("a range", () => {
  lives(rangeMoves, [
    "standby -open-> open",
    "standby -expire-> closed",
    "open -spend-> spent",
    "open -expire-> closed",
    "open -stand-by-> standby",
    "spent -report-> reported",
    "closed -report-> reported",
  ]);
});

/** Holds a table against the life drawn in design/architecture.md: every move there is, and no other. */
function lives<M extends Moves>(moves: M, drawn: readonly string[]): void {
  const states = Object.keys(moves) as StateOf<M>[];
  const events = [...new Set(states.flatMap((state) => Object.keys(moves[state]!)))] as EventOf<M>[];

  test("moves as drawn and in no other way", () => {
    const found = states.flatMap((from) => Object.entries(moves[from]!).map(([event, to]) => `${from} -${event}-> ${to}`));
    expect(found).toEqual(drawn);
  });

  test("takes an event it does not know there for a mistake", () => {
    for (const state of states)
      for (const event of events)
        if (!(event in moves[state]!)) expect(() => move(moves, state, event)).toThrow(`no move "${event}" from "${state}"`);
        else expect(states).toContain(move(moves, state, event));
  });

  test("knows every state an event may happen in", () => {
    for (const event of events) expect(statesBefore(moves, event)).toEqual(states.filter((state) => event in moves[state]!));
  });
}
