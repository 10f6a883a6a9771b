import type { Chance } from "../chance.ts";
import type { Answer, Life } from "../life.ts";
import type { Pos } from "../pos.ts";

export interface Office {
  readonly chance: Chance;
  readonly token: string;
  readonly poses: readonly Pos[];
  life(): Life;
}

/** Who undoes what was sold, and looks at what upstream refused. Acts that the law refuses are refused, which is no harm. */
export class Clerk {
  readonly #office: Office;
  readonly #allowances: string[] = [];
  #reissued = 0;

  constructor(office: Office) {
    this.#office = office;
  }

  async cancel(): Promise<void> {
    await this.#onSome("cancel", { reason: "退貨" });
  }

  async withdraw(): Promise<void> {
    const id = this.#some();
    if (id === undefined) return;
    await this.#ask(`/v1/invoices/${id}/withdraw`, { reason: "品項錯誤" });
    const sale = { lines: [{ name: "更正", quantity: 1, unitPrice: this.#office.chance.between(10, 200) }] };
    if (this.#office.chance.happens(0.8))
      await this.#ask(`/v1/invoices/${id}/reissue`, { requestId: `again-${++this.#reissued}`, sale });
  }

  async allow(): Promise<void> {
    const answer = await this.#onSome("allowances", { reason: "部分退貨", lines: [{ line: 1, quantity: 1 }] });
    if (answer?.status === 201) this.#allowances.push(answer.body.number);
  }

  async takeBack(): Promise<void> {
    const number = this.#allowances.pop();
    if (number !== undefined) await this.#ask(`/v1/allowances/${number}/cancel`, { reason: "輸入錯誤" });
  }

  /** Sends again what was refused. */
  async retryRefused(): Promise<void> {
    const answer = await this.#ask("/v1/outbox?state=rejected&limit=20");
    for (const { id } of answer?.body.parcels ?? []) await this.#ask(`/v1/outbox/${id}/retry`, { reason: "once more" });
  }

  /** Gives up what can never be taken any more. */
  async resolve(id: number): Promise<void> {
    await this.#ask(`/v1/outbox/${id}/resolve`, { reason: "too late for the law; settled by hand" });
  }

  async #onSome(act: string, body: object): Promise<Answer | undefined> {
    const id = this.#some();
    return id === undefined ? undefined : this.#ask(`/v1/invoices/${id}/${act}`, body);
  }

  #some(): string | undefined {
    const { chance, poses } = this.#office;
    const issued = poses.flatMap(({ tickets }) => tickets.flatMap(({ receipt }) => (receipt ? [receipt.id] : [])));
    return issued.length > 0 ? chance.pick(issued) : undefined;
  }

  #ask(path: string, body?: object): Promise<Answer | undefined> {
    return this.#office.life().ask(this.#office.token, path, body);
  }
}
