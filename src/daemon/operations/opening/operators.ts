import type { OperatorRow, Role } from "../../../../db/till/books/people/operators.ts";
import { refuse } from "../../../invoice/problems.ts";
import { isPin, isWeak, type Pins } from "../../pins.ts";
import { type Shop, secondsNow } from "../../shop.ts";
import { firstTime } from "../first-time.ts";
import { assertWholeJournal } from "../whole-journal.ts";

/** Who asked, and under which key. */
export interface Asking {
  readonly by: string;
  readonly key: string | undefined;
}

export interface NewOperator extends Asking {
  readonly name: string;
  readonly role: Role;
  readonly pin: string;
}

/** What a PIN needs: hashing with the pepper, and salt. */
export interface PinDesk {
  readonly pins: Pins;
  salt(): Buffer;
}

/** Takes in somebody who signs in with a PIN. Throws `operator-there`, `pin-weak`. Journalled, without the PIN. */
export function addOperator(shop: Shop, desk: PinDesk, { name, role, pin, by, key }: NewOperator): Promise<void> {
  assertStrong(pin);
  const { ledger } = shop;
  const keep = (kept: KeptPin) => {
    if (!firstTime(shop, { client: by, key, operation: "operator-add", content: { name, role } })) return false;
    assertWholeJournal(shop);
    if (ledger.operators.find(name))
      throw refuse("operator-there", `There is an operator "${name}" already.`, {
        hint: "Give the new one another name, or change the PIN of the one there is.",
      });
    const at = secondsNow(shop);
    ledger.operators.add({ name, role, ...kept, createdAt: at });
    ledger.journal.append({ kind: "operator", doc: { event: "added", name, role, by }, at }, shop.key);
    return true;
  };
  return withPin(shop, desk, { name, pin, keep });
}

/** Gives an operator another PIN, which also ends a lock-out. Journalled. */
export function changePin(shop: Shop, desk: PinDesk, { name, pin, by, key }: Omit<NewOperator, "role">): Promise<void> {
  assertStrong(pin);
  const keep = (kept: KeptPin) => {
    if (!firstTime(shop, { client: by, key, operation: "operator-pin", content: { name } })) return false;
    assertWholeJournal(shop);
    known(shop, name);
    shop.ledger.operators.change(name, { ...kept, wrongTries: 0, lockedUntil: 0 });
    shop.ledger.journal.append({ kind: "operator", doc: { event: "pin", name, by }, at: secondsNow(shop) }, shop.key);
    return true;
  };
  return withPin(shop, desk, { name, pin, keep });
}

type KeptPin = Pick<OperatorRow, "pinSalt" | "pinHash">;

/**
 * Keeps a PIN by `keep`, which says whether this was the first time. A repeated request must name the PIN that was kept then, which no
 * digest can tell (one of ten thousand PINs is soon found), and never hears of one that was not.
 */
async function withPin(
  shop: Shop,
  { pins, salt }: PinDesk,
  { name, pin, keep }: Pick<NewOperator, "name" | "pin"> & { readonly keep: (kept: KeptPin) => boolean },
): Promise<void> {
  await pins.inTurn(async (hash) => {
    const pinSalt = salt();
    const kept = { pinSalt, pinHash: await hash(pin, pinSalt) };
    if (await shop.ledger.write(() => keep(kept))) return;
    const operator = shop.ledger.operators.find(name);
    if (!operator || !(await isPin(hash, pin, operator))) throw shownOnce(name);
  });
}

/** Somebody leaves. Journalled; what they did stays under their name. */
export function removeOperator(shop: Shop, { name, by, key }: Asking & { readonly name: string }): Promise<void> {
  return shop.ledger.write(() => {
    if (!firstTime(shop, { client: by, key, operation: "operator-remove", content: { name } })) return;
    assertWholeJournal(shop);
    known(shop, name);
    shop.ledger.operators.remove(name);
    shop.ledger.journal.append({ kind: "operator", doc: { event: "removed", name, by }, at: secondsNow(shop) }, shop.key);
  });
}

/** After so many wrong PINs each further one costs a wait, twice as long each time, up to an hour. */
const freeTries = 3;
const longestLockSeconds = 3600;

/** Checks a PIN. Throws `pin-wrong`, or `pin-locked` while too many wrong ones are too recent. A restart forgets none of them. */
export function checkPin(
  shop: Shop,
  { pins }: Pick<PinDesk, "pins">,
  { name, pin }: Pick<NewOperator, "name" | "pin">,
): Promise<OperatorRow> {
  const { ledger } = shop;
  return pins.inTurn(async (hash) => {
    const operator = ledger.operators.find(name);
    const now = secondsNow(shop);
    if (operator && operator.lockedUntil > now) throw locked(operator.lockedUntil - now);
    // A name nobody has takes as long as one somebody has.
    const right = await isPin(hash, pin, operator ?? nobody);
    if (!operator || !right) {
      if (operator) await countWrong(shop, operator);
      throw refuse("pin-wrong", "Name or PIN is wrong.", { hint: "A manager can give a new PIN: `tillseal operator pin NAME`." });
    }
    if (operator.wrongTries > 0) await ledger.write(() => ledger.operators.change(name, { wrongTries: 0, lockedUntil: 0 }));
    return operator;
  });
}

const nobody = { pinSalt: Buffer.alloc(16), pinHash: Buffer.alloc(32) };

function countWrong(shop: Shop, { name }: OperatorRow): Promise<void> {
  return shop.ledger.write(() => {
    const wrongTries = (shop.ledger.operators.find(name)?.wrongTries ?? 0) + 1;
    const over = wrongTries - freeTries;
    const seconds = over <= 0 ? 0 : Math.min(longestLockSeconds, 15 * 2 ** (over - 1));
    shop.ledger.operators.change(name, { wrongTries, lockedUntil: secondsNow(shop) + seconds });
  });
}

function locked(seconds: number) {
  return refuse("pin-locked", "Too many wrong PINs for this name.", {
    hint: "Wait, or let a manager give a new PIN.",
    retryAfterSeconds: seconds,
  });
}

function shownOnce(name: string) {
  return refuse("request-reused", `A PIN of "${name}" was kept under this key already, and is shown once only.`, {
    hint: "Send it again under a new Idempotency-Key: `…/pin` gives a new PIN.",
  });
}

function known({ ledger }: Shop, name: string): void {
  if (ledger.operators.find(name)) return;
  throw refuse("not-found", `There is no operator "${name}".`, { hint: "`tillseal operator list` names them." });
}

function assertStrong(pin: string): void {
  if (!isWeak(pin)) return;
  throw refuse("pin-weak", "This PIN is among the first that anybody tries.", {
    hint: "Take four to twelve digits that are not all alike, in a row, or a pair repeated.",
  });
}
