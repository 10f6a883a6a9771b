/** One request as it goes over the wire. */
export interface WireRequest {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** More bytes of an answer than this are not read. */
  readonly mostBytes: number;
}

export type WireAnswer =
  | {
      readonly result: "answered";
      readonly status: number;
      /** Names in lower case. */
      readonly headers: Readonly<Record<string, string | undefined>>;
      readonly body: Uint8Array;
    }
  /** `nothingLeft`: true only where it is certain that no byte of the request left this machine. */
  | { readonly result: "broken"; readonly reason: string; readonly nothingLeft: boolean };

/** Posts one body, once: never again by itself, never somewhere else. Ends when the signal aborts. */
export type Wire = (request: WireRequest, signal: AbortSignal) => Promise<WireAnswer>;
