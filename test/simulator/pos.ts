import type { Chance } from "./chance.ts";
import type { Answer, Life } from "./life.ts";

/** What the POS knows of one sale. */
export interface Ticket {
  readonly requestId: string;
  readonly lines: readonly object[];
  state: "unanswered" | "issued" | "abandoned" | "refused";
  /** It was given up, although the answer to that may not have been seen. */
  givenUp?: boolean;
  /** What was acknowledged: it must be so for ever. */
  receipt?: Receipt;
}

export interface Receipt {
  readonly id: string;
  readonly hash: string;
  readonly randomCode: string;
  readonly issuedAt: string;
  readonly total: number;
}

export interface Counter {
  readonly chance: Chance;
  readonly name: string;
  readonly token: string;
  /** Share of answers that never reach the POS. */
  readonly lostAnswers: number;
  life(): Life;
  report(sentence: string): void;
}

/** Refusals after which the same request is sent again later. */
const comeAgain = ["clock-jumped", "numbers-exhausted", "storage-full", "storage-unknown"];

/** Software of a shop that does as it was told: a request id for each sale, repeated until an answer is seen. */
export class Pos {
  readonly #counter: Counter;
  readonly #tickets: Ticket[] = [];

  constructor(counter: Counter) {
    this.#counter = counter;
  }

  get name(): string {
    return this.#counter.name;
  }

  get tickets(): readonly Ticket[] {
    return this.#tickets;
  }

  get unanswered(): readonly Ticket[] {
    return this.#tickets.filter(({ state }) => state === "unanswered");
  }

  async sell(): Promise<void> {
    await this.#post(this.#newTicket());
  }

  /** Several tills of a shop at once; the impatient among them press the key twice. */
  async burst(): Promise<void> {
    const { chance } = this.#counter;
    const tickets = Array.from({ length: chance.between(2, 6) }, () => this.#newTicket());
    const doubled = chance.happens(0.3) ? [tickets[0]!] : [];
    await Promise.all([...tickets, ...doubled].map((ticket) => this.#post(ticket)));
  }

  /** Sends everything again whose answer was not seen. */
  async retry(): Promise<void> {
    for (const ticket of this.unanswered) await this.#post(ticket);
  }

  /** Sends again what was answered long ago. */
  async replay(): Promise<void> {
    const ticket = this.#any("issued");
    if (ticket) await this.#post(ticket);
  }

  /** A POS with a bug: an id used before, with other content. */
  async reuseId(): Promise<void> {
    const ticket = this.#any("issued");
    if (!ticket) return;
    const answer = await this.#send(ticket.requestId, [{ name: "別的東西", quantity: 9, unitPrice: 999 }]);
    if (answer && answer.body.code !== "request-reused")
      this.#counter.report(`request ${ticket.requestId} was answered ${answer.status} when it came with other content`);
  }

  async sellNonsense(): Promise<void> {
    const requestId = this.#newId();
    const lines = this.#counter.chance.pick([
      [],
      [{ name: "茶", quantity: 2, unitPrice: 30, amount: 7 }],
      [{ name: "", quantity: 1 }],
    ]);
    this.#tickets.push({ requestId, lines, state: "refused" });
    const answer = await this.#send(requestId, lines);
    if (answer && answer.status !== 422) this.#counter.report(`nonsense ${requestId} was answered ${answer.status}`);
  }

  /** Gives up a sale whose answer was not seen: an invoice was written by hand for it, unless the till has one. */
  async abandon(): Promise<void> {
    const ticket = this.#any("unanswered");
    if (!ticket) return;
    ticket.givenUp = true;
    const answer = this.#seen(await this.#ask(`/v1/sales/${ticket.requestId}/abandon`, { reason: "the customer left" }));
    if (answer?.status !== 200) return;
    if (answer.body.result === "issued") this.#keep(ticket, answer.body.invoice);
    else if (ticket.state === "unanswered") ticket.state = "abandoned";
  }

  /** A late retry of an abandoned sale must stay without effect. */
  async retryAbandoned(): Promise<void> {
    const ticket = this.#any("abandoned");
    if (ticket) await this.#post(ticket);
  }

  #newTicket(): Ticket {
    const { chance } = this.#counter;
    const goods = ["珍珠奶茶", "鐵觀音", "紅豆湯", "Latte", "咖啡豆 250g"];
    const lines = Array.from({ length: chance.between(1, 3) }, () => ({
      name: chance.pick(goods),
      quantity: chance.between(1, 4),
      unitPrice: chance.between(10, 200),
    }));
    const ticket: Ticket = { requestId: this.#newId(), lines, state: "unanswered" };
    this.#tickets.push(ticket);
    return ticket;
  }

  #newId(): string {
    return `${this.name}-${String(this.#tickets.length + 1).padStart(4, "0")}`;
  }

  #any(state: Ticket["state"]): Ticket | undefined {
    const found = this.#tickets.filter((ticket) => ticket.state === state);
    return found.length > 0 ? this.#counter.chance.pick(found) : undefined;
  }

  async #post(ticket: Ticket): Promise<void> {
    const answer = await this.#send(ticket.requestId, ticket.lines);
    if (!answer) return;
    if (answer.status === 201 || answer.status === 200) this.#keep(ticket, answer.body);
    else if (ticket.givenUp && answer.body.code === "request-abandoned") ticket.state = "abandoned";
    else if (ticket.state === "issued" || !this.#isExpected(ticket, answer.body.code))
      this.#counter.report(`sale ${ticket.requestId} (${ticket.state}) was answered ${answer.status} ${answer.body.code}`);
  }

  #isExpected(ticket: Ticket, code: string): boolean {
    return ticket.state !== "abandoned" && comeAgain.includes(code);
  }

  #keep(
    ticket: Ticket,
    { id, randomCode, issuedAt, total, seal: { hash } }: Omit<Receipt, "hash"> & { seal: { hash: string } },
  ): void {
    const receipt = { id, hash, randomCode, issuedAt, total };
    const { requestId } = ticket;
    if (ticket.state === "abandoned") this.#counter.report(`abandoned sale ${requestId} was issued as ${id}`);
    else if (ticket.receipt && ticket.receipt.id !== id)
      this.#counter.report(`sale ${requestId} was given two numbers: ${ticket.receipt.id} and ${id}`);
    else if (ticket.receipt && JSON.stringify(ticket.receipt) !== JSON.stringify(receipt))
      this.#counter.report(`sale ${requestId} was answered in two ways`);
    ticket.state = "issued";
    ticket.receipt ??= receipt;
  }

  async #send(requestId: string, lines: readonly object[]): Promise<Answer | undefined> {
    return this.#seen(await this.#ask("/v1/sales", { requestId, lines }));
  }

  #ask(path: string, body: object): Promise<Answer | undefined> {
    return this.#counter.life().ask(this.#counter.token, path, body);
  }

  #seen(answer: Answer | undefined): Answer | undefined {
    return this.#counter.chance.happens(this.#counter.lostAnswers) ? undefined : answer;
  }
}
