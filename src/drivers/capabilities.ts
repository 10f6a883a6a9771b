/** What a printer is known to do. Observed by a probe, or a model's data: the probe decides (spec 6). */
export interface PrinterCapabilities {
  /** Does it answer status questions? `yes` makes silence a fault; `unknown` is asked at each connection. */
  readonly answers: "yes" | "no" | "unknown";
  /** The mark that tells that a job came out: an echoed process id (GS ( H), the weaker GS r byte, or none. */
  readonly confirms: "process-id" | "paper-status" | "nothing";
  /** Does it clear its buffer on DLE DC4 8 and say so? */
  readonly clearsBuffer: boolean;
  /** How fast the wire takes bytes: about 1,000,000 on TCP, 960 on a serial line of 9600 baud. Above zero. */
  readonly bytesPerSecond: number;
  /** How fast the paper moves. Above zero. */
  readonly mmPerSecond: number;
}
