import type { Answer, Fate, Parcel, Upstream } from "../../src/sync/upstream.ts";

/** An upstream that keeps what it is given, and behaves as the test says. */
export interface TestUpstream extends Upstream {
  /** Every hand-over, in order. */
  readonly deliveries: Parcel[][];
  readonly inquiries: Parcel[][];
  /** What the next hand-overs are answered with; accepted when nothing is said. */
  answerDelivery(...answers: (Answer | Fate)[]): void;
  answerInquiry(...answers: (Answer | Fate)[]): void;
}

export function anUpstream(batchSize = 100): TestUpstream {
  const deliveries: Parcel[][] = [];
  const inquiries: Parcel[][] = [];
  const deliveryAnswers: (Answer | Fate)[] = [];
  const inquiryAnswers: (Answer | Fate)[] = [];
  const answer = (parcels: readonly Parcel[], said: Answer | Fate | undefined): Answer => {
    if (said?.result === "answered" || said?.result === "unreachable") return said;
    return { result: "answered", fates: new Map(parcels.map(({ id }) => [id, said ?? { result: "accepted" }])) };
  };
  return {
    address: new URL("https://hub.test/"),
    batchSize,
    deliveries,
    inquiries,
    answerDelivery: (...answers) => void deliveryAnswers.push(...answers),
    answerInquiry: (...answers) => void inquiryAnswers.push(...answers),
    async deliver(parcels) {
      deliveries.push([...parcels]);
      return answer(parcels, deliveryAnswers.shift());
    },
    async inquire(parcels) {
      inquiries.push([...parcels]);
      return answer(parcels, inquiryAnswers.shift());
    },
  };
}
